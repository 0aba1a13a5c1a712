//! Opens the shop alone: `cargo run -p hectare-shop --example shop`. Its windows need a gateway on port 8080.

use shop::ShopOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = ShopOptions {
        gateway: "http://127.0.0.1:8080".to_owned(),
        own_origin: "http://localhost:8081".to_owned(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8081").await?;
    axum::serve(listener, shop::router(&options)?).await?;
    Ok(())
}
