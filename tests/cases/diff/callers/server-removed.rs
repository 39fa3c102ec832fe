use shop::{Bearer, Client, Error, Server};

pub fn client() -> Result<Client, Error> {
    Client::builder().server(Server::Server2).token_credential(Bearer::new("a")).key_credential(Bearer::new("b")).build()
}
