using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Sync.Manifests;
using SecretsKit.Testing.Http;

namespace SecretsKit.Integration.Sync;

/// <summary>
/// The server that answers as AWS does, with an account for each case, shown as 123456789012 as in the recordings: an access key names its
/// case, and keys of that account take its place. Answers that a case dictates come before those of the server.
/// </summary>
internal sealed partial class ScenarioAws : IDisposable
{
    private const string Shown = "123456789012";

    private readonly HttpServer _server;
    private readonly HttpClient _client = new() { BaseAddress = new(Aws.MotoBench.Url) };
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _keys = new();
    private readonly ConcurrentDictionary<string, string> _accounts = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<MapValue>> _denials = new();

    public ScenarioAws() => _server = new(request => new(async (stream, ct) =>
    {
        var (status, body, type) = await AnswerAsync(request, ct);
        var head = $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), ct);
        await stream.WriteAsync(body, ct);
    }));

    public string Url => _server.Url;

    public void Dispose()
    {
        _server.Dispose();
        _client.Dispose();
    }

    /// <summary>Takes what a case dictates.</summary>
    public void Take(ScenarioCase played) => _denials[played.Id] = played.Tree.Children("aws_deny");

    /// <summary>Sends a request of a case, as an administrator.</summary>
    public async Task<MapValue> CallAsync(string id, MapValue call, CancellationToken ct)
    {
        var (service, operation) = (call.Text("service"), call.Text("operation"));
        var target = (service == "ssm" ? "AmazonSSM." : "secretsmanager.") + operation;
        var key = await KeyAsync(id, ct);
        var (status, body) = await SendAsync(
            HttpMethod.Post, "/", GoJson.Format(Value.Of(call.Child("request")!), GoJsonOptions.Raw), AccountOf(id),
            new() { ["X-Amz-Target"] = target, ["Authorization"] = Signed(key, service) }, "application/x-amz-json-1.1", ct);
        return new MapValue().With("service", service).With("operation", operation).With("request", call.Field("request"))
            .With("status", Value.Int64(status))
            .With("answer", body.Length == 0 ? Value.Of(new MapValue()) : GoJson.Parse(Encoding.UTF8.GetBytes(body)));
    }

    private async Task<(int Status, byte[] Body, string Type)> AnswerAsync(ServedRequest request, CancellationToken ct)
    {
        const string json = "application/x-amz-json-1.1";
        var key = Credential().Match(request.Header("Authorization") ?? "").Groups[1].Value;
        var operation = (request.Header("X-Amz-Target") ?? "").Split('.')[^1];
        var id = key.StartsWith("AKID", StringComparison.Ordinal) ? key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
        if (_denials.GetValueOrDefault(id)?.FirstOrDefault(row => row.Text("operation") == operation
            && row.Text("accessKey") is var only && (only.Length == 0 || only == key)) is { } denial)
        {
            return ((int)denial.Integer("status")!, GoJson.Format(denial.Field("body"), GoJsonOptions.Raw), json);
        }

        var account = id.Length > 0 ? AccountOf(id) : _accounts.GetValueOrDefault(key, Shown);
        var headers = request.Headers.Where(header => header.Key.StartsWith("X-Amz", StringComparison.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value);
        headers["Authorization"] = (request.Header("Authorization") ?? "")
            .Replace(key, id.Length > 0 ? await KeyAsync(id, ct) : key, StringComparison.Ordinal);
        var (status, body) = await SendAsync(
            new(request.Method), request.Target, request.Body, account, headers, request.Header("Content-Type") ?? json, ct);

        // Sessions of a role stay in the account of the case.
        if (SessionKey().Match(body) is { Success: true } session)
        {
            _accounts[session.Groups[1].Value] = account;
        }

        return (status, Encoding.UTF8.GetBytes(body), body.StartsWith('<') ? "text/xml" : json);
    }

    private async Task<(int Status, string Body)> SendAsync(
        HttpMethod method, string path, byte[] body, string account, Dictionary<string, string> headers, string type, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetString(body).Replace(Shown, account, StringComparison.Ordinal);
        using var message = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text)) };
        message.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(message, ct);
        var answer = (await response.Content.ReadAsStringAsync(ct)).Replace(account, Shown, StringComparison.Ordinal);

        // The imitation says 404 where AWS says 400.
        return ((int)response.StatusCode is 404 ? 400 : (int)response.StatusCode, answer);
    }

    private Task<string> KeyAsync(string id, CancellationToken ct) => _keys.GetOrAdd(id, name => new(async () =>
    {
        var form = $"Action=AssumeRole&Version=2011-06-15&RoleSessionName=tests&RoleArn="
            + Uri.EscapeDataString($"arn:aws:iam::{AccountOf(name)}:role/tests");
        var (_, body) = await SendAsync(
            HttpMethod.Post, "/", Encoding.UTF8.GetBytes(form), Shown, new() { ["Authorization"] = Signed("AKIAEXAMPLEEXAMPLE01", "sts") },
            "application/x-www-form-urlencoded", ct);
        return SessionKey().Match(body).Groups[1].Value;
    })).Value;

    private static string AccountOf(string id) =>
        (GoHash(id) % 900_000_000 + 100_000_000).ToString(CultureInfo.InvariantCulture).PadLeft(12, '8');

    private static uint GoHash(string id) => BitConverter.ToUInt32(
        System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(id + Environment.ProcessId)));

    private static string Signed(string key, string service) =>
        $"AWS4-HMAC-SHA256 Credential={key}/20260101/eu-west-1/{service}/aws4_request, SignedHeaders=host, Signature=0";

    [GeneratedRegex("Credential=([^/]*)/")]
    private static partial Regex Credential();

    [GeneratedRegex("<AccessKeyId>([^<]*)</AccessKeyId>")]
    private static partial Regex SessionKey();
}
