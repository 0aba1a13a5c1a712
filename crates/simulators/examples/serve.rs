use hectare_simulators::card::*;
use institutions::card::*;
use institutions::domain::*;
#[tokio::main]
async fn main() {
    let sim = CardSimulator::in_memory("http://127.0.0.1:18099");
    for (i, (issuer, lang)) in [("SHN","ko"),("HDC","en"),("KBC","ko"),("LTC","ko"),("SSC","ko"),("NHC","ko")].iter().enumerate() {
        let r = AuthenticationRequest { reference: i.to_string(), issuer: issuer.to_string(), merchant: MerchantId::new("nxca_jt_il").unwrap(), merchant_name: "헥타르 서점".into(), product: if i==2 {"아주 긴 이름을 가진 상품 이름이 여기에 들어갑니다 외 12건의 상품 VeryLongUnbrokenProductNameThatNeverEnds1234567890".into()} else {"여름의 책 외 2건".into()}, amount: Money::new(1234500, Currency::Krw).unwrap(), instalments: if i==1 {3} else {0}, return_url: "http://127.0.0.1:18099/simulated/issuer/style.css".into(), language: lang };
        if let institutions::Answer::Approved(p) = sim.begin_authentication(&r).await { println!("{}", p.url); }
    }
    let l = tokio::net::TcpListener::bind("127.0.0.1:18099").await.unwrap();
    axum::serve(l, axum::Router::new().nest(PATH, sim.pages())).await.unwrap();
}
