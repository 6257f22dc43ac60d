using System.IO.Compression;
using SecretsKit.Agent.Settings;
using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Reporting;

namespace SecretsKit.Agent.Telemetry;

/// <summary>
/// Sends requests to a collector (OTLP over HTTP or gRPC), a few times if need be. Whatever the collector does, that ends within some
/// seconds, and nothing is thrown. Not for use by several at a time.
/// </summary>
/// <param name="target">Where.</param>
/// <param name="signal">What, for messages: <c>traces</c> or <c>metrics</c>.</param>
/// <param name="count">Counts results.</param>
/// <param name="connections">Lent.</param>
/// <param name="log">Gets a message when the collector goes away and when it comes back, and not for each request.</param>
/// <param name="clock">Limits how long it takes.</param>
internal sealed class OtlpClient(
    OtlpTarget target, string signal, Action<OtlpResult, long> count, HttpConnections connections, IAgentLog log, TimeProvider clock)
{
    private const string MediaType = "application/x-protobuf";
    private const string Gzip = "gzip";
    private const int MostAnswer = 64 * 1024;

    private static readonly TimeSpan LongestTries = TimeSpan.FromSeconds(20);

    private readonly HttpTransport _transport = new(connections, KernelRandom.Fill)
    {
        Retries = new() { MaxAttempts = 3, Budget = LongestTries, FirstDelay = TimeSpan.FromMilliseconds(500) },
    };

    private bool _isAway;

    /// <summary>Sends.</summary>
    /// <param name="body">The request.</param>
    /// <param name="items">How many spans or data points are in it.</param>
    /// <param name="ct">Ends it: what is not sent then has failed.</param>
    public async Task SendAsync(ReadOnlyMemory<byte> body, long items, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(LongestTries + target.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        try
        {
            var rejected = Math.Min(await (target.IsGrpc ? CallAsync(body, either.Token) : PostAsync(body, either.Token)), items);
            count(OtlpResult.Sent, items - rejected);
            count(OtlpResult.Rejected, rejected);
            Note(null);
        }
        catch (OperationCanceledException)
        {
            count(OtlpResult.Failed, items);
            Note($"there was no answer in time from {target.Url.Display}");
        }
        catch (SecretsKitException failure)
        {
            count(OtlpResult.Failed, items);
            Note(failure.Message);
        }
    }

    private async Task<long> PostAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var headers = Headers();
        if (target.IsCompressed)
        {
            headers.Add("Content-Encoding", Gzip);
            body = Compressed(body);
        }

        var request = new HttpRequest(HttpMethod.Post, target.Url)
        {
            Headers = headers,
            Body = HttpBody.FromBytes(body, MediaType),
            Tls = target.Tls,

            // A span that comes twice is the same span: collectors know it by its identifier.
            Idempotence = HttpIdempotence.Idempotent,
            HeadTimeout = target.Timeout,
            IdleTimeout = target.Timeout,
            MaxResponseBytes = MostAnswer,
        };
        using var response = await _transport.SendAsync(request, ct);
        response.RequireSuccess();
        var answer = await response.ReadContentAsync(ct);

        // Anything may answer 200; a collector says so in its own form.
        return answer.Length == 0 || response.Header("Content-Type")?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) == true
            ? RejectedIn(answer)
            : throw new SecretsKitException(ErrorCode.General, $"what answers at {target.Url.Display} is no collector");
    }

    private async Task<long> CallAsync(ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        var service = signal == "traces" ? "trace.v1.TraceService" : "metrics.v1.MetricsService";
        var call = new GrpcCall($"/opentelemetry.proto.collector.{service}/Export", target.IsCompressed ? Compressed(body) : body)
        {
            Encoding = target.IsCompressed ? Gzip : null,
            Headers = Headers(),
            MayRepeat = true,
            Timeout = target.Timeout,
            MaxMessageBytes = MostAnswer,
        };
        return RejectedIn(await new GrpcClient(_transport, target.Url.Display.TrimEnd('/')) { Tls = target.Tls }.CallAsync(call, ct));
    }

    private HttpHeaderList Headers()
    {
        var headers = new HttpHeaderList { { "User-Agent", AgentDefaults.AgentName } };
        foreach (var (name, value) in target.Headers)
        {
            headers[name] = value;
        }

        return headers;
    }

    // An answer that breaks off says nothing of rejections: the status counts.
    private static long RejectedIn(ReadOnlySpan<byte> answer)
    {
        var response = new ProtobufReader(answer);
        while (response.Read())
        {
            if (response is { Field: 1, Type: ProtobufWireType.Length })
            {
                var partial = new ProtobufReader(response.Bytes);
                while (partial.Read())
                {
                    if (partial is { Field: 1, Type: ProtobufWireType.Varint })
                    {
                        return (long)Math.Min(partial.Number, long.MaxValue);
                    }
                }
            }
        }

        return 0;
    }

    private static byte[] Compressed(ReadOnlyMemory<byte> body)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(body.Span);
        }

        return output.ToArray();
    }

    private void Note(string? failure)
    {
        var isAway = failure is not null;
        if (isAway != _isAway)
        {
            _isAway = isAway;
            if (isAway)
            {
                log.Write(LogLevel.Warn, "the collector takes no telemetry", ("signal", signal), ("error", failure!));
            }
            else
            {
                log.Write(LogLevel.Info, "the collector takes telemetry again", ("signal", signal));
            }
        }
    }
}
