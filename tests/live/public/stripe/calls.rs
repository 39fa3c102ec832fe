//! The calls of Stripe's guides: customers, a paged list, a search, a payment, an upload and a declined card.

use std::collections::BTreeMap;

use stripe_client::models::*;
use stripe_client::{Bearer, Client, Part};

type Result<T = (), E = Box<dyn std::error::Error>> = std::result::Result<T, E>;

fn client() -> Result<Client> {
    let key = Bearer::new("sk_test_1");
    Ok(Client::builder().base_url(&std::env::var("LIVE_URL")?).bearer_auth_credential(key).build()?)
}

#[tokio::test]
async fn customers() -> Result {
    let client = client()?;
    for email in ["a@example.com", "b@example.com", "c@example.com"] {
        let request = PostCustomersRequest {
            name: Some("Alex".into()),
            email: Some(email.into()),
            metadata: Some(BTreeMap::from([("shop".into(), "berlin".into())]).into()),
            ..PostCustomersRequest::default()
        };
        let customer = client.customers().post().request(&request).send().await?;
        assert_eq!(customer.email.as_deref(), Some(email));
    }
    let mut customers = client.customers().get().limit(2).items();
    let mut emails = Vec::new();
    while let Some(customer) = customers.next().await {
        emails.extend(customer?.email);
    }
    assert_eq!(emails, ["a@example.com", "b@example.com", "c@example.com"]);
    let found = client.customers().get_search("email:'a@example.com'").send().await?;
    assert_eq!(found.data.len(), 1);
    Ok(())
}

#[tokio::test]
async fn payment() -> Result {
    let request = PostPaymentIntentsRequest {
        payment_method_types: Some(vec!["card".into()]),
        ..PostPaymentIntentsRequest::new(1000, "usd".into())
    };
    let intent = client()?.payment_intents().post(&request).send().await?;
    assert_eq!(intent.status, PaymentIntentStatus::RequiresPaymentMethod);
    Ok(())
}

#[tokio::test]
async fn upload() -> Result {
    let receipt = Part::from(b"\x89PNG".to_vec()).file_name("receipt.png");
    let file = client()?.files().post(&PostFilesRequestPurpose::DisputeEvidence, receipt).send().await?;
    assert_eq!(file.size, 4);
    Ok(())
}

#[tokio::test]
async fn declined_card() -> Result {
    let request = PostPaymentIntentsRequest {
        payment_method: Some("pm_card_chargeDeclined".into()),
        confirm: Some(true),
        ..PostPaymentIntentsRequest::new(1000, "usd".into())
    };
    let error = client()?.payment_intents().post(&request).send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 402);
    assert_eq!((error.code(), error.message()), (Some("card_declined"), Some("Your card was declined.")));
    Ok(())
}
