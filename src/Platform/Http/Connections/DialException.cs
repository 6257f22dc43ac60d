using System.Net;
using System.Net.Sockets;
using SecretsKit.Platform.Http.Failures;

namespace SecretsKit.Platform.Http.Connections;

/// <summary>No connection could be opened; carries the cause through the base library, which wraps it.</summary>
/// <param name="host">The host: the proxy where there is one.</param>
/// <param name="fault">Whether the name or the connection failed.</param>
/// <param name="error">What the operating system said.</param>
/// <param name="address">The address that was tried first; null where the host has none.</param>
internal sealed class DialException(string host, HttpFault fault, SocketError error, IPEndPoint? address) : IOException("no connection")
{
    /// <summary>The host: the proxy where there is one.</summary>
    public string Host { get; } = host;

    /// <summary>Whether the name or the connection failed.</summary>
    public HttpFault Fault { get; } = fault;

    /// <summary>What the operating system said.</summary>
    public SocketError Error { get; } = error;

    /// <summary>The path of the socket, where it was one.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>The address that was tried first; null where the host has none.</summary>
    public IPEndPoint? Address { get; } = address;
}
