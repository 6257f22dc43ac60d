using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Testing.Http;

/// <summary>
/// A server on loopback that answers recorded requests as it was recorded, and keeps what does not match: look at
/// <see cref="Mismatches"/> and <see cref="Unused"/> at the end of a test. What matches nothing is answered with status 599, which no
/// client repeats.
/// </summary>
public sealed class ReplayServer : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lock = new();
    private readonly List<RecordedExchange> _left;
    private readonly List<string> _mismatches = [];
    private readonly ReplayRules _rules;
    private readonly HttpServer _server;

    /// <summary>Starts it.</summary>
    /// <param name="exchanges">What it knows, in order.</param>
    /// <param name="rules">Default null: those of <see cref="ReplayRules"/>.</param>
    /// <param name="certificate">For https. Default null: http.</param>
    public ReplayServer(IEnumerable<RecordedExchange> exchanges, ReplayRules? rules = null, X509Certificate2? certificate = null)
    {
        _left = [.. exchanges];
        _rules = rules ?? new();
        Values["token"] = "root-token-for-tests";
        Values["access_key"] = "AKIAEXAMPLEEXAMPLE01";
        _server = new(Answer, certificate);
    }

    /// <summary>What placeholders stand for; a test may say so beforehand.</summary>
    public RecordedValues Values { get; } = new();

    /// <summary>Its address, without a slash at the end.</summary>
    public string Url => _server.Url;

    /// <summary>Where it listens.</summary>
    public int Port => _server.Port;

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<ServedRequest> Requests => _server.Requests;

    /// <summary>Requests that no exchange is for, each with the difference to the next exchange in order.</summary>
    public IReadOnlyList<string> Mismatches
    {
        get
        {
            lock (_lock)
            {
                return [.. _mismatches];
            }
        }
    }

    /// <summary>The names of exchanges that nobody asked for.</summary>
    public IReadOnlyList<string> Unused
    {
        get
        {
            lock (_lock)
            {
                return [.. _left.Select(exchange => exchange.Id)];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    private ServedAnswer Answer(ServedRequest request)
    {
        lock (_lock)
        {
            string? nearest = null;
            foreach (var exchange in _left)
            {
                var difference = RequestMatch.Difference(exchange, request, Values, _rules);
                if (difference is null)
                {
                    if (_rules.ServesOnce)
                    {
                        _left.Remove(exchange);
                    }

                    return AnswerOf(exchange);
                }

                // The one that agrees in the most is the one that was meant.
                nearest = nearest is null || Agreement(difference) > Agreement(nearest) ? $"{difference} (of {exchange.Id})" : nearest;
            }

            _mismatches.Add($"{request.Method} {request.Target}: {nearest ?? "nothing is left"}");
            return ServedAnswer.Kept("", "599 Not Recorded");
        }
    }

    private static int Agreement(string difference) =>
        difference.Split(' ', '/')[0] switch { "method" => 0, "path" => 1, "query" => 2, _ => 3 };

    private ServedAnswer AnswerOf(RecordedExchange exchange)
    {
        var headers = new StringBuilder();
        foreach (var (name, value) in exchange.Response["headers"] as JsonObject ?? [])
        {
            headers.Append($"{name}: {Values.Fill((string)value!)}\r\n");
        }

        return Whole(exchange.Status, headers.ToString(), Content(exchange.Response["body"]), exchange.Method == "HEAD");
    }

    private byte[] Content(JsonNode? body) => body switch
    {
        null => [],
        JsonObject { Count: 1 } wrapped when wrapped["base64"] is { } bytes => Convert.FromBase64String(bytes.GetValue<string>()),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Encoding.UTF8.GetBytes(Values.Fill(value.GetValue<string>())),
        _ => Encoding.UTF8.GetBytes(Values.Fill(body)!.ToJsonString(Plain) + "\n"),
    };

    private static ServedAnswer Whole(int status, string headers, byte[] content, bool isHead) => new(async (stream, ct) =>
    {
        var length = status == 204 ? "" : $"Content-Length: {content.Length}\r\n";
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {status} Recorded\r\n{length}{headers}\r\n"), ct);
        await stream.WriteAsync(isHead ? ReadOnlyMemory<byte>.Empty : content, ct);
    })
    {
        KeepsOpen = true,
    };
}
