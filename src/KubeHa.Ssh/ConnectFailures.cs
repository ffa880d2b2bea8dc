using System.Net.Sockets;
using Renci.SshNet.Common;

namespace KubeHa.Ssh;

/// <summary>Says what a failed connect means and what to do.</summary>
internal static class ConnectFailures
{
    public static TransportException Explain(SshEndpoint endpoint, TimeSpan timeout, Exception e)
    {
        string where = $"{endpoint.Address} port {endpoint.Port}";
        return e switch
        {
            TransportException known => known,
            SshAuthenticationException => endpoint.Failure(TransportFailure.AuthenticationFailed,
                $"sshd refused the login as {endpoint.User} with {Credentials(endpoint)}: {e.Message} Check that the key stands in the user's authorized_keys.", e),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => endpoint.Failure(TransportFailure.Unreachable,
                $"{where} refuses connections. Check that sshd runs there and listens on that port.", e),
            SocketException { SocketErrorCode: SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown } => endpoint.Failure(
                TransportFailure.Unreachable, $"There is no way to {where}. Check that the machine is on, its address, and the routes.", e),
            SshOperationTimeoutException or TimeoutException or OperationCanceledException or SocketException { SocketErrorCode: SocketError.TimedOut } =>
                endpoint.Failure(TransportFailure.Unreachable,
                    $"{where} did not answer within {timeout.TotalSeconds:0.#} s. Check that the machine is on, its address, and the firewalls in between.", e),
            _ => endpoint.Failure(TransportFailure.Unreachable, $"The connection to {where} broke before the login was done: {e.Message}", e),
        };
    }

    private static string Credentials(SshEndpoint endpoint)
    {
        IEnumerable<string> all = endpoint.PrivateKeys.Select(key => $"the key {key}");
        return string.Join(" and ", endpoint.Password is null ? all : all.Append("a password"));
    }
}
