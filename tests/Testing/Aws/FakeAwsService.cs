using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Aws;

/// <summary>A service of AWS on a free port that speaks JSON 1.1; what it does about operations, subclasses say.</summary>
public abstract class FakeAwsService : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ConcurrentQueue<Func<ServedRequest, ServedAnswer>> _next = new();

    /// <summary>Starts it.</summary>
    protected FakeAwsService() => Server = new(Answer);

    /// <summary>The server, with what it was asked.</summary>
    public HttpServer Server { get; }

    /// <summary>The operations that it was asked for, in order.</summary>
    public IReadOnlyList<string> Operations => [.. Server.Requests.Select(request => request.Header("X-Amz-Target")!.Split('.')[1])];

    /// <summary>The operations that are refused, as a policy refuses them.</summary>
    public HashSet<string> Denied { get; } = [];

    /// <summary>The body of a request, as a tree.</summary>
    public JsonNode BodyOf(int request) => JsonNode.Parse(Server.Requests[request].Body)!;

    /// <summary>The body of the last request for an operation.</summary>
    public JsonNode LastBody(string operation) => JsonNode.Parse(Server.Requests.Last(
        request => request.Header("X-Amz-Target")!.EndsWith("." + operation, StringComparison.Ordinal)).Body)!;

    /// <summary>Answers the next request otherwise; further ones queue up.</summary>
    public void Next(Func<ServedRequest, ServedAnswer> answer) => _next.Enqueue(answer);

    /// <summary>A failure as AWS words it.</summary>
    public static ServedAnswer Fault(string code, string message = "", string status = "400 Bad Request", string headers = "") =>
        ServedAnswer.Kept(
            new JsonObject { ["__type"] = $"com.amazonaws#{code}", ["message"] = message }.ToJsonString(), status, headers);

    /// <inheritdoc/>
    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Does an operation. One at a time.</summary>
    /// <returns>The response, or the failure.</returns>
    protected abstract ServedAnswer Do(string operation, JsonObject body);

    /// <summary>A response.</summary>
    protected static ServedAnswer Ok(params (string Name, JsonNode? Value)[] members) =>
        ServedAnswer.Kept(new JsonObject(members.Select(member => KeyValuePair.Create(member.Name, member.Value))).ToJsonString());

    /// <summary>One item of a list a page, so that paging is seen.</summary>
    protected static ServedAnswer Page(string list, IReadOnlyList<JsonNode> items, JsonObject body)
    {
        var page = int.Parse((string?)body["NextToken"] ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var next = page + 1 < items.Count ? (page + 1).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Ok((list, new JsonArray([.. items.Skip(page).Take(1).Select(item => item.DeepClone())])), ("NextToken", next));
    }

    /// <summary>Tags as AWS has them.</summary>
    protected static JsonArray Tags(IEnumerable<KeyValuePair<string, string>> tags) =>
        [.. tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })];

    /// <summary>Takes over the tags of a request.</summary>
    protected static void Tag(IDictionary<string, string> tags, JsonObject body)
    {
        foreach (var tag in body["Tags"] as JsonArray ?? [])
        {
            tags[(string)tag!["Key"]!] = (string)tag["Value"]!;
        }
    }

    private ServedAnswer Answer(ServedRequest request)
    {
        if (_next.TryDequeue(out var answer))
        {
            return answer(request);
        }

        var operation = request.Header("X-Amz-Target")!.Split('.')[1];
        lock (_lock)
        {
            return Denied.Contains(operation)
                ? Fault("AccessDeniedException", $"User: arn:aws:iam::123456789012:user/me is not authorized to perform: {operation}")
                : Do(operation, JsonNode.Parse(request.Body)!.AsObject());
        }
    }
}
