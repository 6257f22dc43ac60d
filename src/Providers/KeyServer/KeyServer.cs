using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Http.Serving;
using SecretsKit.Providers.Grpc;

namespace SecretsKit.Providers.KeyServer;

/// <summary>
/// Serves key services to other processes as the reference does (spec sops.md 10.8): gRPC without TLS and without authentication. Whoever
/// can connect can use the keys, and data keys cross the connection in the clear. Consent comes before the work.
/// </summary>
/// <param name="services">What wraps and unwraps, in the order in which they are asked; lent.</param>
/// <param name="clock">Ends calls at the time that the client sets.</param>
public sealed class KeyServer(IReadOnlyList<IKeyService> services, TimeProvider clock) : IDisposable
{
    /// <summary>Most calls that work at once; further ones wait.</summary>
    internal const int MaxCalls = 16;

    private const string MediaType = "application/grpc";

    private static readonly KeyValuePair<string, string>[] ContentType = [new("content-type", MediaType)];

    private readonly SemaphoreSlim _slots = new(MaxCalls);
    private readonly KeyServerWork _work = new(services);

    /// <summary>
    /// Asked before a key is used, for one request at a time: whether it may be. Default null: every request is served.
    /// </summary>
    public Func<KeyUseQuestion, ValueTask<bool>>? Consent
    {
        get => _work.Consent;
        init => _work.Consent = value;
    }

    /// <summary>Receives each use of a key, possibly from several threads at once. Default null.</summary>
    public Action<KeyUse>? Report
    {
        get => _work.Report;
        init => _work.Report = value;
    }

    /// <summary>Starts to listen; disposing what it returns ends it.</summary>
    /// <param name="endPoint">The address or Unix socket; see <see cref="HttpServer"/>.</param>
    /// <param name="ct">Ends starting.</param>
    /// <exception cref="Core.Errors.SecretsKitException">The address is taken or not to be had.</exception>
    public Task<HttpServer> ListenAsync(EndPoint endPoint, CancellationToken ct) =>
        HttpServer.StartAsync(endPoint, new HttpServerLimits(), ServeAsync, clock, ct);

    /// <summary>To be called once it listens no more.</summary>
    public void Dispose()
    {
        _slots.Dispose();
        _work.Dispose();
    }

    private async Task ServeAsync(ServedCall call)
    {
        if (call.Method != "POST" || !GrpcTransportStatus.IsGrpc(call.Header("content-type")))
        {
            await call.RespondAsync(call.Method == "POST" ? 415 : 405, [], ReadOnlyMemory<byte>.Empty, [], call.Aborted);
            return;
        }

        byte[]? result = null;
        byte[]? frame = null;
        try
        {
            result = await AnswerAsync(call);
            frame = GrpcFrame.Write(result);
            await call.RespondAsync(200, ContentType, frame, Status(new(GrpcStatusCode.OK, "")), call.Aborted);
        }
        catch (GrpcException failure)
        {
            await call.RespondAsync(200, [.. ContentType, .. Status(failure.Status)], ReadOnlyMemory<byte>.Empty, [], call.Aborted);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(result);
            CryptographicOperations.ZeroMemory(frame);
        }
    }

    private async Task<byte[]> AnswerAsync(ServedCall call)
    {
        var method = MethodOf(call.Target);
        var message = await ReadMessageAsync(call);
        try
        {
            using var request = KeyServerRequest.Read(message)
                ?? throw Failed(GrpcStatusCode.Internal,
                    "grpc: error unmarshalling request: proto:\u00a0cannot parse invalid wire-format data");
            using var deadline = new CancellationTokenSource(GrpcTimeout.Parse(call.Header("grpc-timeout")), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, deadline.Token);
            await _slots.WaitAsync(either.Token);
            try
            {
                return await _work.RunAsync(method, request, either.Token);
            }
            finally
            {
                _slots.Release();
            }
        }
        catch (OperationCanceledException) when (!call.Aborted.IsCancellationRequested)
        {
            throw Failed(GrpcStatusCode.DeadlineExceeded, "context deadline exceeded");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message);
        }
    }

    private static string MethodOf(string path)
    {
        if (path.Split('/') is not ["", var service, var method])
        {
            throw Failed(GrpcStatusCode.Unimplemented, $"malformed method name: {Core.Text.GoQuote.Format(path)}");
        }

        return service != KeyServerProtocol.Service ? throw Failed(GrpcStatusCode.Unimplemented, $"unknown service {service}")
            : method is KeyServerProtocol.Encrypt or KeyServerProtocol.Decrypt ? method
            : throw Failed(GrpcStatusCode.Unimplemented, $"unknown method {method} for service {service}");
    }

    // No more is read than a message may have, whatever a client announces or sends.
    private static async Task<byte[]> ReadMessageAsync(ServedCall call)
    {
        var head = new byte[GrpcFrame.HeadLength];
        await ReadAsync(call, head);
        var length = BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(1));
        if (length > KeyServerProtocol.MaxMessageBytes)
        {
            throw Failed(GrpcStatusCode.ResourceExhausted, string.Create(CultureInfo.InvariantCulture,
                $"grpc: received message larger than max ({length} vs. {KeyServerProtocol.MaxMessageBytes})"));
        }

        if (head[0] != 0)
        {
            throw head[0] == 1
                ? Failed(GrpcStatusCode.Unimplemented, "grpc: Decompressor is not installed for grpc-encoding "
                    + Core.Text.GoQuote.Format(call.Header("grpc-encoding") ?? ""))
                : Failed(GrpcStatusCode.Internal, string.Create(CultureInfo.InvariantCulture,
                    $"grpc: received unexpected payload format {head[0]}"));
        }

        var message = GC.AllocateUninitializedArray<byte>((int)length, pinned: true);
        await ReadAsync(call, message);
        return message;
    }

    private static async Task ReadAsync(ServedCall call, byte[] buffer)
    {
        if (await call.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, call.Aborted) < buffer.Length)
        {
            throw Failed(GrpcStatusCode.Internal, "unexpected EOF");
        }
    }

    private static KeyValuePair<string, string>[] Status(GrpcStatus status) =>
    [
        new("grpc-status", ((int)status.Code).ToString(CultureInfo.InvariantCulture)),
        new("grpc-message", GrpcStatus.Encode(status.Message)),
    ];

    private static GrpcException Failed(GrpcStatusCode code, string message) => new(new(code, message));
}
