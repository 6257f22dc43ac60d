using System.Text;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;

namespace SecretsKit.Providers.KeyServer;

/// <summary>What a key server does for a request: asks for consent, then uses the key.</summary>
/// <param name="services">What wraps and unwraps, in order.</param>
internal sealed class KeyServerWork(IReadOnlyList<IKeyService> services) : IDisposable
{
    private readonly SemaphoreSlim _question = new(1);

    /// <summary>Whether a key may be used; null for always.</summary>
    public Func<KeyUseQuestion, ValueTask<bool>>? Consent { get; set; }

    /// <summary>Receives uses; null to report none.</summary>
    public Action<KeyUse>? Report { get; set; }

    /// <inheritdoc/>
    public void Dispose() => _question.Dispose();

    /// <summary>Does it.</summary>
    /// <returns>The response in a pinned array, which the caller wipes.</returns>
    /// <exception cref="GrpcException">It failed; the message is that of the key service.</exception>
    public async Task<byte[]> RunAsync(string method, KeyServerRequest request, CancellationToken ct)
    {
        if (request.Key is not { } key)
        {
            throw Failed(GrpcStatusCode.NotFound, "Must provide a key");
        }

        var operation = method == KeyServerProtocol.Encrypt ? KeyOperation.Wrap : KeyOperation.Unwrap;
        if (!await IsAllowedAsync(new(key, operation), ct))
        {
            throw Failed(GrpcStatusCode.PermissionDenied, "Request rejected by user");
        }

        var problem = $"no key service for keys of type {key.Type}";
        foreach (var service in services.Where(service => service.Serves(key.Type)))
        {
            try
            {
                var (result, refusal) = operation == KeyOperation.Wrap
                    ? (await WrapAsync(service, key, request, ct), "")
                    : await UnwrapAsync(service, key, request, ct);
                Report?.Invoke(new(key, operation, result is not null));
                if (result is not null)
                {
                    return result;
                }

                problem = refusal;
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                Report?.Invoke(new(key, operation, Succeeded: false));
                problem = failure.Message;
            }
        }

        throw Failed(GrpcStatusCode.Unknown, problem);
    }

    // One question at a time; those whose clients have gone meanwhile are not asked.
    private async ValueTask<bool> IsAllowedAsync(KeyUseQuestion question, CancellationToken ct)
    {
        if (Consent is null)
        {
            return true;
        }

        await _question.WaitAsync(ct);
        try
        {
            return await Consent(question);
        }
        finally
        {
            _question.Release();
        }
    }

    private static async ValueTask<byte[]?> WrapAsync(IKeyService service, MasterKey key, KeyServerRequest request, CancellationToken ct)
    {
        using var part = new KeyPart(request.Payload);
        return Response(Encoding.UTF8.GetBytes(await service.WrapAsync(key, part, ct)));
    }

    private static async ValueTask<(byte[]? Result, string Problem)> UnwrapAsync(
        IKeyService service, MasterKey key, KeyServerRequest request, CancellationToken ct)
    {
        var result = await service.UnwrapAsync(new(key, Encoding.UTF8.GetString(request.Payload), null), ct);
        using var part = result.Part;
        return part is null ? (null, result.Attempt.Detail) : (Response(part.Span), "");
    }

    private static byte[] Response(ReadOnlySpan<byte> result)
    {
        using var writer = new ProtobufWriter();
        var message = writer.Bytes(KeyServerProtocol.ResultField, result).Written.Span;
        var copy = GC.AllocateUninitializedArray<byte>(message.Length, pinned: true);
        message.CopyTo(copy);
        return copy;
    }

    private static GrpcException Failed(GrpcStatusCode code, string message) => new(new(code, message));
}
