using System.Text.Json.Nodes;

namespace SecretsKit.Testing.Http.Replay;

/// <summary>One line of the recordings: what a client sent and what the server answered.</summary>
/// <param name="Id">Its name, as <c>kv2-basic/003-read</c>.</param>
/// <param name="Client">Which program was the client.</param>
/// <param name="Request">The member <c>request</c>.</param>
/// <param name="Response">The member <c>response</c>.</param>
public sealed record RecordedExchange(string Id, string Client, JsonObject Request, JsonObject Response)
{
    /// <summary>The method.</summary>
    public string Method => (string)Request["method"]!;

    /// <summary>The path as it was sent, escapes included.</summary>
    public string Path => (string)Request["path"]!;

    /// <summary>The query as it was sent, without the question mark.</summary>
    public string Query => (string?)Request["query"] ?? "";

    /// <summary>The body of the request: a tree, a text, <c>{"base64": …}</c>, <c>{"form": {…}}</c>, or null for none.</summary>
    public JsonNode? Body => Request["body"];

    /// <summary>The status of the response.</summary>
    public int Status => (int)Response["status"]!;

    /// <summary>A header of the request, or null.</summary>
    public string? Header(string name) => (string?)Request["headers"]?[name];

    /// <summary>The exchanges of a file, in order.</summary>
    public static IReadOnlyList<RecordedExchange> Load(string path) =>
        [.. File.ReadLines(path).Where(line => line.Length > 0).Select(Parse)];

    /// <summary>The exchange of a line.</summary>
    public static RecordedExchange Parse(string line)
    {
        var row = JsonNode.Parse(line)!.AsObject();
        return new((string)row["id"]!, (string?)row["client"] ?? "", row["request"]!.AsObject(), row["response"]!.AsObject());
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Id;
}
