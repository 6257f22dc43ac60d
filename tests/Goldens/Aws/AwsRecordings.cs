using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Testing.Http;

namespace SecretsKit.Goldens.Aws;

/// <summary>
/// Answers what was recorded of AWS, if it is asked for just that. Data keys are new in each run, so that what was encrypted is remembered
/// by its recorded ciphertext.
/// </summary>
internal sealed partial class AwsRecordings : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<JsonObject> _exchanges = [];
    private readonly Dictionary<string, string> _plaintexts = [];
    private readonly List<string> _mismatches = [];
    private string _requestId = "id";

    public AwsRecordings(string folder, string group)
    {
        _exchanges.AddRange(File.ReadLines(Path.Combine(folder, group + ".jsonl")).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(exchange => exchange["client"]!.GetValue<string>() == "sops" && Id(exchange)[3] == '-'));
        Server = new(Answer);
    }

    public HttpServer Server { get; }

    /// <summary>What was asked and was not recorded, and what was recorded and was not asked, for a case of the group.</summary>
    public string Check(string name)
    {
        lock (_lock)
        {
            var left = _exchanges.Where(exchange => CaseOf(exchange) == name).Select(Id);
            return string.Join("; ", _mismatches.Concat(left.Select(id => $"not asked: {id}")));
        }
    }

    /// <summary>Begins a case.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="requestId">The name of the request that a failure shows.</param>
    public void Begin(string name, string requestId) => (Current, _requestId) = (name, requestId);

    public string Current { get; private set; } = "";

    public void Dispose() => Server.Dispose();

    private static string Id(JsonObject exchange) => exchange["id"]!.GetValue<string>().Split('/')[1];

    private static string CaseOf(JsonObject exchange) => CaseName().Match(Id(exchange)).Groups[1].Value;

    private ServedAnswer Answer(ServedRequest request)
    {
        lock (_lock)
        {
            var body = Encoding.UTF8.GetString(request.Body);
            var found = _exchanges.FirstOrDefault(exchange => CaseOf(exchange) == Current && Matches(exchange, request, body));
            if (found is null)
            {
                _mismatches.Add(
                    $"asked: {request.Method} {request.Target} {request.Header("X-Amz-Target")} {request.Header("Authorization")}");
                return ServedAnswer.Status("418 Not recorded");
            }

            _exchanges.Remove(found);
            var response = found["response"]!;
            var content = response["body"] is { } answer ? Content(request, body, answer) : "";
            var type = response["headers"]!["x-amzn-errortype"] is { } code ? $"x-amzn-errortype: {code}\r\n" : "";
            return ServedAnswer.Kept(content, $"{response["status"]} Recorded", $"x-amzn-requestid: {_requestId}\r\n{type}");
        }
    }

    private string Content(ServedRequest request, string body, JsonNode answer)
    {
        if (answer is JsonValue)
        {
            return answer.GetValue<string>();
        }

        var copy = answer.DeepClone().AsObject();
        if (request.Header("X-Amz-Target") == "TrentService.Encrypt" && copy["CiphertextBlob"] is { } made)
        {
            _plaintexts[made.GetValue<string>()] = JsonNode.Parse(body)!["Plaintext"]!.GetValue<string>();
        }
        else if (copy["Plaintext"] is not null && _plaintexts.TryGetValue(
            JsonNode.Parse(body)!["CiphertextBlob"]!.GetValue<string>(), out var known))
        {
            copy["Plaintext"] = known;
        }

        return copy.ToJsonString();
    }

    private static bool Matches(JsonObject exchange, ServedRequest request, string body)
    {
        var recorded = exchange["request"]!;
        var query = recorded["query"]!.GetValue<string>();
        var target = recorded["path"]!.GetValue<string>() + (query.Length > 0 ? "?" + query : "");
        var headers = recorded["headers"]!.AsObject();
        if (request.Method != recorded["method"]!.GetValue<string>() || request.Target != target
            || Form(request.Header("Authorization")!) != headers["authorization"]!.GetValue<string>()
            || request.Header("Content-Type") != headers["content-type"]!.GetValue<string>()
            || request.Header("X-Amz-Target") != headers["x-amz-target"]?.GetValue<string>())
        {
            return false;
        }

        if (recorded["body"] is not JsonObject expected)
        {
            // An uploaded file; what is encrypted anew for it differs each time.
            return true;
        }

        var sent = JsonNode.Parse(body)!.AsObject();
        var wanted = expected.DeepClone().AsObject();
        if (wanted["Plaintext"] is not null)
        {
            wanted["Plaintext"] = sent["Plaintext"]?.DeepClone();
        }

        return JsonNode.DeepEquals(sent, wanted);
    }

    private static string Form(string authorization) => Scope().Replace(
        Signature().Replace(authorization, "Signature={{signature}}"), "Credential={{access_key}}/{{date}}/");

    [GeneratedRegex(@"^\d+-(.*)-(?:Encrypt|Decrypt|put|AssumeRole|AssumeRoleWithWebIdentity)$")]
    private static partial Regex CaseName();

    [GeneratedRegex("Signature=[0-9a-f]{64}$")]
    private static partial Regex Signature();

    [GeneratedRegex("Credential=[^/]+/[0-9]{8}/")]
    private static partial Regex Scope();
}
