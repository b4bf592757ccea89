//! The JSON lines of libp2p/peer/PROTOCOL.md: reads requests, runs them at the same time, writes one answer each.
use std::future::Future;
use std::io::Write;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::AsyncReadExt;

const MAX_LINE: usize = 65_536;
const MAX_RUNNING: usize = 64;
const MAX_TIMEOUT: u64 = 600_000;
const MAX_ID: u64 = (1 << 53) - 1;

/// Why a request was not done: a code of the protocol, and a sentence for people.
#[derive(Debug)]
pub struct Failure {
    pub code: &'static str,
    pub detail: String,
}

pub fn fail(code: &'static str, detail: impl Into<String>) -> Failure {
    Failure { code, detail: detail.into() }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind::{BrokenPipe, ConnectionReset, TimedOut, WriteZero};
        let code = match error.kind() {
            // yamux says WriteZero of a stream that the other side has aborted.
            BrokenPipe | ConnectionReset | WriteZero => "reset",
            TimedOut => "timeout",
            _ => "failed",
        };
        fail(code, error.to_string())
    }
}

/// The fields of a request.
pub struct Request(Map<String, Value>);

impl Request {
    pub fn text(&self, name: &str) -> Result<Option<&str>, Failure> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(fail("bad_request", format!("{name} is a string."))),
        }
    }

    pub fn required(&self, name: &str) -> Result<&str, Failure> {
        self.text(name)?.ok_or_else(|| fail("bad_request", format!("{name} is missing.")))
    }

    pub fn texts(&self, name: &str, fallback: &[&str]) -> Result<Vec<String>, Failure> {
        let Some(list) = self.0.get(name) else {
            return Ok(fallback.iter().map(|each| each.to_string()).collect());
        };
        let list = list.as_array().ok_or_else(|| fail("bad_request", format!("{name} is a list.")))?;
        let text = |each: &Value| each.as_str().map(str::to_string);
        list.iter().map(text).collect::<Option<_>>().ok_or_else(|| fail("bad_request", format!("{name} is a list of strings.")))
    }

    pub fn number(&self, name: &str, fallback: u64, maximum: u64) -> Result<u64, Failure> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(fallback),
            Some(value) => value
                .as_u64()
                .filter(|number| *number <= maximum)
                .ok_or_else(|| fail("bad_request", format!("{name} is a whole number from 0 to {maximum}."))),
        }
    }

    pub fn object(&self, name: &str) -> Option<Request> {
        self.0.get(name).and_then(Value::as_object).map(|fields| Request(fields.clone()))
    }
}

pub type Answer = Result<Value, Failure>;
type Running = Pin<Box<dyn Future<Output = Answer> + Send>>;

/// Returns what an operation does, or nothing for an unknown one.
pub type Operations = Arc<dyn Fn(String, Request) -> Option<Running> + Send + Sync>;

/// Serves stdin; returns at its end.
pub async fn listen(operations: Operations) {
    let running = Arc::new(AtomicUsize::new(0));
    let mut stdin = tokio::io::stdin();
    let mut chunk = vec![0; MAX_LINE];
    let mut rest = Vec::new();
    let mut skipping = false;
    while let Ok(length @ 1..) = stdin.read(&mut chunk).await {
        rest.extend_from_slice(&chunk[..length]);
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = rest.drain(..=end).collect();
            if std::mem::take(&mut skipping) {
                continue;
            }
            if line.len() > MAX_LINE {
                refuse(Value::Null, fail("too_long", format!("A line may have {MAX_LINE} bytes.")));
            } else {
                on_line(&line, &operations, &running);
            }
        }
        if skipping || rest.len() >= MAX_LINE {
            if !skipping {
                refuse(Value::Null, fail("too_long", format!("A line may have {MAX_LINE} bytes.")));
            }
            skipping = true;
            rest.clear();
        }
    }
}

fn on_line(line: &[u8], operations: &Operations, running: &Arc<AtomicUsize>) {
    if line.trim_ascii().is_empty() {
        return;
    }
    let Ok(Value::Object(fields)) = serde_json::from_slice(line) else {
        return refuse(Value::Null, fail("bad_request", "The line is no JSON object."));
    };
    let Some(id) = fields.get("id").and_then(Value::as_u64).filter(|id| *id <= MAX_ID) else {
        return refuse(Value::Null, fail("bad_request", "A request is an object with a whole number as id."));
    };
    let Some(op) = fields.get("op").and_then(Value::as_str).map(str::to_string) else {
        return refuse(json!(id), fail("bad_request", "A request names its op."));
    };
    let millis = fields.get("timeoutMillis").and_then(Value::as_u64).unwrap_or(60_000).min(MAX_TIMEOUT);
    let Some(work) = operations(op.clone(), Request(fields)) else {
        return refuse(json!(id), fail("unknown_op", format!("There is no op {:.100}.", op)));
    };
    if running.fetch_add(1, Ordering::SeqCst) >= MAX_RUNNING {
        running.fetch_sub(1, Ordering::SeqCst);
        return refuse(json!(id), fail("busy", format!("At most {MAX_RUNNING} requests run at once.")));
    }
    let running = running.clone();
    tokio::spawn(async move {
        let answer = tokio::time::timeout(Duration::from_millis(millis), work)
            .await
            .unwrap_or_else(|_| Err(fail("timeout", "The time for the request is over.")));
        running.fetch_sub(1, Ordering::SeqCst);
        match answer {
            Ok(mut fields) => {
                fields["id"] = json!(id);
                fields["ok"] = json!(true);
                print(&fields);
            }
            Err(failure) => refuse(json!(id), failure),
        }
        if op == "stop" {
            std::process::exit(0);
        }
    });
}

fn refuse(id: Value, failure: Failure) {
    let detail: String = failure.detail.chars().take(500).collect();
    print(&json!({"id": id, "ok": false, "error": {"code": failure.code, "detail": detail}}));
}

fn print(answer: &Value) {
    let mut out = std::io::stdout().lock();
    if writeln!(out, "{answer}").and_then(|()| out.flush()).is_err() {
        // Nobody listens any more.
        std::process::exit(0);
    }
}
