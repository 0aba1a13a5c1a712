//! A line to one life of a gateway, which may end over it.

use reqwest::header::CONTENT_TYPE;
use reqwest::{Body, Client, Method};

use crate::process::Gateway;
use crate::reply::Reply;
use crate::request::Request;

/// A line to a gateway as it runs now. Its clones are lines to the same life.
#[derive(Clone, Debug)]
pub struct Line {
    http: Client,
    url: String,
}

impl Gateway {
    /// A line to this life of it.
    pub fn line(&self) -> Line {
        Line { http: self.http.clone(), url: self.url().to_owned() }
    }
}

impl Line {
    /// Calls an API; `None` if the gateway is dead, or dies over it.
    pub async fn call(&self, request: &Request) -> Option<Reply> {
        self.send("POST", request.path(), "application/json", request.body().to_string()).await
    }

    /// Sends anything, to a path or to a whole address; redirects are followed.
    pub async fn send(&self, method: &str, path: &str, kind: &str, body: impl Into<Body>) -> Option<Reply> {
        // A redirect's address is whole already.
        let url = if path.starts_with('/') { format!("{}{path}", self.url) } else { path.to_owned() };
        let method = Method::from_bytes(method.as_bytes()).expect("a method of HTTP");
        let request = self.http.request(method, url).header(CONTENT_TYPE, kind).body(body);
        let response = request.send().await.ok()?;
        let (status, url) = (response.status().as_u16(), response.url().to_string());
        let content_type = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let content_type = content_type.unwrap_or_default().to_owned();
        Some(Reply { status, url, content_type, text: response.text().await.ok()? })
    }
}
