using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.KeyServer;

/// <summary>
/// A key service of another process (spec sops.md 10.8), by gRPC without TLS: what it wraps, a data key or a share, travels in the
/// clear, so that it belongs on a loopback address or a Unix socket. It may ask a person there, so a call takes as long as it takes; a
/// peer that has vanished ends it. Nothing is repeated. Safe for concurrent use.
/// </summary>
public sealed class RemoteKeyService : IKeyService
{
    private readonly KeyServerAddress _address;
    private readonly GrpcClient? _client;

    /// <summary>A service at an address. Nothing is opened before the first call.</summary>
    /// <param name="address">As given, <c>tcp://HOST:PORT</c> or <c>unix:///PATH</c>; a wrong one fails when it is used.</param>
    /// <param name="host">The connections of the run.</param>
    public RemoteKeyService(string address, ProviderHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _address = KeyServerAddress.Parse(address);
        _client = _address.Server is not { } server ? null
            : new(new HttpTransport(host.Connections, host.Random) { Retries = HttpRetryPolicy.None }, server)
            {
                Proxy = HttpProxy.None,
                UnixSocket = _address.UnixSocket,
                HeadTimeout = Timeout.InfiniteTimeSpan,
            };
    }

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => true;

    /// <inheritdoc/>
    public async ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(part);
        byte[] response;
        try
        {
            response = await CallAsync(KeyServerProtocol.Encrypt, key, part.Span, ct);
        }
        catch (GrpcException failure)
        {
            throw new KeyServiceException(FaultOf(failure.Status.Code), SentSecrets.Clear(failure.Message, SentSecrets.InText(part.Span)))
            {
                Hint = failure.Hint,
            };
        }

        // A wrapped key is no secret.
        return TryResult(response, out var wrapped) && TextOf(response.AsSpan(wrapped)) is { Length: > 0 } text ? text
            : throw new KeyServiceException(KeyWrapFault.InvalidResult, "the key service says that it succeeded and gave no wrapped key");
    }

    /// <inheritdoc/>
    public async ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(wrapped);
        byte[] response;
        try
        {
            response = await CallAsync(KeyServerProtocol.Decrypt, wrapped.Key, Encoding.UTF8.GetBytes(wrapped.Enc), ct);
        }
        catch (GrpcException failure)
        {
            return UnwrapResult.Failure(wrapped.Key, OutcomeOf(failure.Status.Code), failure.Message);
        }

        try
        {
            return TryResult(response, out var part)
                ? UnwrapResult.Success(wrapped.Key, new KeyPart(response.AsSpan(part)))
                : UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Unavailable, Malformed.Message);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(response);
        }
    }

    // Go's words for a response that is no protobuf.
    private static GrpcException Malformed => new(new(
        GrpcStatusCode.Internal, "grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data"));

    private Task<byte[]> CallAsync(string method, MasterKey key, ReadOnlySpan<byte> payload, CancellationToken ct)
    {
        // The reference has no word for keys that it does not know.
        var writer = new ProtobufWriter();
        if (!KeyServerKeys.TryWrite(writer, KeyServerProtocol.KeyField, key))
        {
            writer.Dispose();
            throw new GrpcException(new(GrpcStatusCode.Unimplemented, $"key services know no keys of type {key.Type}"));
        }

        writer.Bytes(KeyServerProtocol.PayloadField, payload);
        return CallAsync(method, writer, ct);
    }

    private async Task<byte[]> CallAsync(string method, ProtobufWriter request, CancellationToken ct)
    {
        using (request)
        {
            ct.ThrowIfCancellationRequested();
            return _client is null ? throw new GrpcException(new(GrpcStatusCode.Unavailable, _address.Problem!))
                : await _client.CallAsync(new(KeyServerProtocol.PathOf(method), request.Written), ct);
        }
    }

    // Where the result is in a response: of several the last one counts, and one that is left out is empty.
    private static bool TryResult(ReadOnlySpan<byte> message, out Range result)
    {
        var (start, length) = (0, 0);
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (reader is { Field: KeyServerProtocol.ResultField, Type: ProtobufWireType.Length })
            {
                length = reader.Bytes.Length;
                start = length == 0 || !message.Overlaps(reader.Bytes, out var offset) ? 0 : offset;
            }
        }

        result = start..(start + length);
        return !reader.IsMalformed;
    }

    // What a file holds is text without control characters but line breaks.
    private static string? TextOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var letter in bytes)
        {
            if (letter is < (byte)' ' and not ((byte)'\n' or (byte)'\r') or > (byte)'~')
            {
                return null;
            }
        }

        return Encoding.ASCII.GetString(bytes);
    }

    private static KeyWrapFault FaultOf(GrpcStatusCode code) => code switch
    {
        GrpcStatusCode.Unavailable or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Internal or GrpcStatusCode.ResourceExhausted
            or GrpcStatusCode.Unimplemented => KeyWrapFault.Unavailable,
        _ => KeyWrapFault.Refused,
    };

    private static UnwrapOutcome OutcomeOf(GrpcStatusCode code) => code switch
    {
        GrpcStatusCode.PermissionDenied or GrpcStatusCode.Unauthenticated => UnwrapOutcome.Denied,
        GrpcStatusCode.Unavailable or GrpcStatusCode.DeadlineExceeded or GrpcStatusCode.Internal or GrpcStatusCode.ResourceExhausted
            or GrpcStatusCode.Unimplemented => UnwrapOutcome.Unavailable,
        _ => UnwrapOutcome.NoMatch,
    };
}
