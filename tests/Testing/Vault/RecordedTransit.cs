using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Testing.Vault;

/// <summary>
/// A recorded conversation in which data keys are drawn anew: transit wraps and unwraps what it really gets, everything else, failures
/// included, is answered as it was recorded. What was not recorded is in <see cref="Mismatches"/>.
/// </summary>
public sealed class RecordedTransit : IDisposable
{
    private const string Prefix = "vault:v1:";

    private static readonly ReplayRules Rules = new() { IgnoredMembers = new HashSet<string> { "plaintext", "ciphertext" } };

    private readonly Lock _lock = new();
    private readonly List<RecordedExchange> _left;
    private readonly List<string> _mismatches = [];
    private readonly RecordedValues _values = new();
    private readonly HttpServer _server;

    /// <summary>Starts it.</summary>
    public RecordedTransit(IEnumerable<RecordedExchange> exchanges)
    {
        _left = [.. exchanges];
        _values["token"] = "root-token-for-tests";
        _server = new(Answer);
    }

    /// <summary>Its address.</summary>
    public string Url => _server.Url;

    /// <summary>Requests that were not recorded, or not in this order.</summary>
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
            // In the order of the recording.
            var next = _left.FirstOrDefault();
            var difference = next is null ? "nothing is left" : RequestMatch.Difference(next, request, _values, Rules);
            if (next is null || difference is not null)
            {
                _mismatches.Add($"{request.Method} {request.Target}: {difference} ({next?.Id})");
                return ServedAnswer.Kept("", "599 Not Recorded");
            }

            _left.RemoveAt(0);
            var body = next.Status == 200 && Transit(request) is { } data ? new JsonObject { ["data"] = data }
                : _values.Fill(next.Response["body"]);
            return ServedAnswer.Kept(body?.ToJsonString() ?? "", $"{next.Status} Recorded");
        }
    }

    private static JsonObject? Transit(ServedRequest request)
    {
        var sent = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body) as JsonObject;
        return (string?)sent?["plaintext"] is { } plaintext ? new() { ["ciphertext"] = Prefix + plaintext, ["key_version"] = 1 }
            : (string?)sent?["ciphertext"] is { } ciphertext ? new() { ["plaintext"] = ciphertext[Prefix.Length..] }
            : null;
    }
}
