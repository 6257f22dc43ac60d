using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Http.Replay;

namespace SecretsKit.Goldens.Aws;

/// <summary>
/// Answers what was recorded of sops and AWS, if it is asked for just that, case by case. Data keys are new in each run, so that what was
/// encrypted is remembered by its recorded ciphertext.
/// </summary>
internal sealed partial class AwsRecordings : IDisposable
{
    private static readonly ReplayRules Rules = new()
    {
        Headers = ["authorization", "content-type", "x-amz-target"],
        IgnoredMembers = new HashSet<string> { "Plaintext" },
    };

    private readonly Lock _lock = new();
    private readonly List<RecordedExchange> _left;
    private readonly Dictionary<string, string> _plaintexts = [];
    private readonly List<string> _mismatches = [];
    private string _requestId = "id";

    public AwsRecordings(string folder, string group)
    {
        _left = [.. RecordedExchange.Load(Path.Combine(folder, group + ".jsonl"))
            .Where(exchange => exchange.Client == "sops" && Name(exchange)[3] == '-')];

        // An uploaded file; what is encrypted anew for it differs each time.
        foreach (var exchange in _left.Where(exchange => exchange.Body is JsonValue && exchange.Method == "PUT"))
        {
            exchange.Request["body"] = "{{content}}";
        }

        Server = new(Answer);
    }

    public HttpServer Server { get; }

    public string Current { get; private set; } = "";

    /// <summary>What was asked and was not recorded, and what was recorded and was not asked, for a case of the group.</summary>
    public string Check(string name)
    {
        lock (_lock)
        {
            var left = _left.Where(exchange => CaseOf(exchange) == name).Select(Name);
            return string.Join("; ", _mismatches.Concat(left.Select(id => $"not asked: {id}")));
        }
    }

    /// <summary>Begins a case.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="requestId">The name of the request that a failure shows.</param>
    public void Begin(string name, string requestId) => (Current, _requestId) = (name, requestId);

    public void Dispose() => Server.Dispose();

    private static string Name(RecordedExchange exchange) => exchange.Id.Split('/')[1];

    private static string CaseOf(RecordedExchange exchange) => CaseName().Match(Name(exchange)).Groups[1].Value;

    private ServedAnswer Answer(ServedRequest request)
    {
        lock (_lock)
        {
            // Who signs differs within a group, where a role is assumed: placeholders stand for each request by itself.
            var (found, difference) = _left.Where(exchange => CaseOf(exchange) == Current)
                .Select(exchange => (Exchange: exchange, Difference: RequestMatch.Difference(exchange, request, new(), Rules)))
                .OrderBy(match => match.Difference is null ? 0 : 1).FirstOrDefault();
            if (found is null || difference is not null)
            {
                _mismatches.Add($"asked: {request.Method} {request.Target}: {difference ?? "nothing is left"}");
                return ServedAnswer.Status("418 Not recorded");
            }

            _left.Remove(found);
            var type = (string?)found.Response["headers"]!["x-amzn-errortype"] is { } code ? $"x-amzn-errortype: {code}\r\n" : "";
            return ServedAnswer.Kept(
                Content(request, found.Response["body"]), $"{found.Status} Recorded", $"x-amzn-requestid: {_requestId}\r\n{type}");
        }
    }

    private string Content(ServedRequest request, JsonNode? answer)
    {
        if (answer is not JsonObject recorded)
        {
            return (string?)answer ?? "";
        }

        var copy = recorded.DeepClone();
        var body = JsonNode.Parse(Encoding.UTF8.GetString(request.Body))!;
        if (request.Header("X-Amz-Target") == "TrentService.Encrypt" && copy["CiphertextBlob"] is { } made)
        {
            _plaintexts[(string)made!] = (string)body["Plaintext"]!;
        }
        else if (copy["Plaintext"] is not null && _plaintexts.TryGetValue((string)body["CiphertextBlob"]!, out var known))
        {
            copy["Plaintext"] = known;
        }

        return copy.ToJsonString();
    }

    [GeneratedRegex(@"^\d+-(.*)-(?:Encrypt|Decrypt|put|AssumeRole|AssumeRoleWithWebIdentity)$")]
    private static partial Regex CaseName();
}
