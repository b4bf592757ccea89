-- Receipts are shown with their pins by any replica, and pruned by age and by number, which both go by time.
create index receipt_age on receipt (at);
create index pin_purl on pin (purl);
