//! How many connections one address may hold open at one time. One too many is answered 503 and closed without being
//! read, so that a stranger uses up neither files nor memory. Named proxies bring everybody, and count as one address. Of
//! what one connection sends, only little waits to be read.

use crate::config::{TrustedProxies, network};
use actix_web::{
    Error, HttpResponse,
    body::MessageBody,
    dev::{Extensions, ServiceRequest, ServiceResponse},
    http::{ConnectionType, header::RETRY_AFTER},
    middleware::Next,
    rt::net::TcpStream,
};
use rustix::{
    net::{SendFlags, Shutdown, send, shutdown, sockopt::set_socket_recv_buffer_size},
    process::{Resource, Rlimit, getrlimit, setrlimit},
};
use std::{
    any::Any,
    collections::HashMap,
    net::{IpAddr, Ipv4Addr, TcpListener},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Most connections of one address.
const MOST: usize = 256;
/// Files that the program needs beside connections: the store, practice, the log.
const OWN_FILES: u64 = 128;
/// Most bytes that one connection sends ahead, before they are read; Linux takes twice as many, with its own bookkeeping.
/// Left to itself, the system takes in whole bodies of several megabytes. A connection on which more than 128 KB wait fills
/// the buffer of the HTTP library, and is read again before anything new is looked for: with a hundred of them, whoever else
/// comes waits for a quarter of a second, and with twice as much as here as well. The longest body of all, 4 MB, takes 128
/// round trips, six and a half seconds where one takes 50 milliseconds; forms of the portal are far shorter.
const AHEAD: usize = 32 * 1024;
/// What one connection too many gets.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 5\r\nconnection: close\r\n\r\n";

/// The open connections, by address.
#[derive(Debug)]
pub struct Connections {
    proxies: TrustedProxies,
    open: Mutex<HashMap<IpAddr, usize>>,
}

/// A connection that is counted until it is closed.
struct Counted {
    connections: Arc<Connections>,
    address: IpAddr,
}

/// A connection that is one too many: whatever was read of it is not done.
struct OneTooMany;

impl Connections {
    /// Nobody yet.
    pub fn new(proxies: TrustedProxies) -> Self {
        Self { proxies, open: Mutex::default() }
    }

    /// Counts a connection for as long as it is open. One too many is told so and closed.
    pub fn opened(self: &Arc<Self>, connection: &dyn Any, data: &mut Extensions) {
        let Some(stream) = connection.downcast_ref::<TcpStream>() else { return };
        let Ok(peer) = stream.peer_addr() else { return };
        match self.count(peer.ip()) {
            Some(counted) => drop(data.insert(counted)),
            None => {
                data.insert(OneTooMany);
                // Whoever is not there any more need not be told.
                let _told = send(stream, FULL, SendFlags::DONTWAIT);
                let _closed = shutdown(stream, Shutdown::Both);
            }
        }
    }

    fn count(self: &Arc<Self>, peer: IpAddr) -> Option<Counted> {
        let address = match self.proxies.are(peer) {
            true => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            false => network(peer),
        };
        let mut open = self.lock();
        let count = open.entry(address).or_default();
        if *count >= MOST {
            return None;
        }
        *count += 1;
        Some(Counted { connections: Arc::clone(self), address })
    }

    /// Counts are never left half changed, so a panic elsewhere does not spoil them.
    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let mut open = self.connections.lock();
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

/// Does nothing that came on a connection too many.
///
/// # Errors
/// Those of the service.
pub async fn refuse_one_too_many(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.request().conn_data::<OneTooMany>().is_none() {
        return next.call(request).await.map(ServiceResponse::map_into_left_body);
    }
    let mut answer = HttpResponse::ServiceUnavailable().insert_header((RETRY_AFTER, "5")).finish();
    answer.head_mut().set_connection_type(ConnectionType::Close);
    Ok(request.into_response(answer).map_into_right_body())
}

/// Bounds what every connection that comes in here may send ahead.
pub fn bound_what_waits(listener: &TcpListener) {
    if let Err(error) = set_socket_recv_buffer_size(listener, AHEAD) {
        tracing::warn!(%error, "the system decides how much of a body waits to be read");
    }
}

/// Raises the number of files that the program may hold open to what the system allows it. Gives how many connections
/// there can be.
pub fn make_room() -> usize {
    let limit = getrlimit(Resource::Nofile);
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, maximum: limit.maximum }) {
        tracing::warn!(%error, "the limit of open files could not be raised");
    }
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    usize::try_from(files.saturating_sub(OWN_FILES).max(OWN_FILES)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail loudly")]
    use super::*;
    use rustix::net::sockopt::socket_recv_buffer_size;
    use std::net::TcpStream;

    #[test]
    fn little_of_what_a_connection_sends_waits() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        bound_what_waits(&listener);
        let _sending = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (taken, _) = listener.accept().unwrap();
        assert!((AHEAD..=2 * AHEAD).contains(&socket_recv_buffer_size(&taken).unwrap()));
    }

    #[test]
    fn one_address_has_so_many_and_others_are_not_hurt() {
        let connections = Arc::new(Connections::new(TrustedProxies::parse("10.0.0.1,10.0.0.2").unwrap()));
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let held: Vec<Counted> = (0..MOST).map(|_| connections.count(ip("9.9.9.9")).unwrap()).collect();
        assert!(connections.count(ip("9.9.9.9")).is_none());
        assert!(connections.count(ip("::ffff:9.9.9.9")).is_none());
        assert!(connections.count(ip("9.9.9.8")).is_some());
        drop(held);
        assert!(connections.count(ip("9.9.9.9")).is_some());
        let whole: Vec<Counted> =
            (0..MOST).map(|last| connections.count(ip(&format!("2001:db8::{last:x}"))).unwrap()).collect();
        assert!(
            connections.count(ip("2001:db8::ffff:1")).is_none() && connections.count(ip("2001:db8:0:1::1")).is_some()
        );
        let proxied: Vec<Counted> =
            (0..MOST).map(|n| connections.count(ip(&format!("10.0.0.{}", n % 2 + 1))).unwrap()).collect();
        assert!(connections.count(ip("10.0.0.1")).is_none());
        drop((whole, proxied));
        assert!(connections.lock().is_empty());
    }
}
