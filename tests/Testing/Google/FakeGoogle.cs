using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SecretsKit.Testing.Http;

namespace SecretsKit.Testing.Google;

/// <summary>
/// The hosts of Google that give tokens, and Secret Manager, over encrypted connections: exchanges of tokens, identity pools of clusters,
/// tokens and signatures of accounts. Each token says by its name where it is from.
/// </summary>
public sealed class FakeGoogle : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Place, string Bearer, string Body)> _seen = new();
    private ProxiedHosts? _hosts;

    private FakeGoogle()
    {
    }

    /// <summary>What it was asked: host and path, the token that was shown, the body.</summary>
    public IReadOnlyList<(string Place, string Bearer, string Body)> Requests => [.. _seen];

    /// <summary>The token that accounts sign; what it claims is up to the test.</summary>
    public string SignedJwt { get; set; } = "canary.signed.jwt";

    /// <summary>The variables that lead a program here.</summary>
    public (string Name, string Value)[] Variables => [("HTTPS_PROXY", _hosts!.ProxyUrl), ("GCE_METADATA_HOST", "127.0.0.1:9")];

    /// <summary>The certificate to trust, in PEM.</summary>
    public byte[] Authority => Encoding.ASCII.GetBytes(_hosts!.AuthorityPem);

    /// <summary>Starts it.</summary>
    public static async Task<FakeGoogle> StartAsync()
    {
        var google = new FakeGoogle();
        google._hosts = await ProxiedHosts.StartAsync(
            google.AnswerAsync, "sts.googleapis.com", "securetoken.googleapis.com", "iamcredentials.googleapis.com",
            "secretmanager.googleapis.com");
        return google;
    }

    /// <summary>The body of a request as a form.</summary>
    public IReadOnlyDictionary<string, string> Form(int request) => Requests[request].Body.Split('&').Select(pair => pair.Split('='))
        .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1].Replace('+', ' ')));

    /// <summary>The body of a request as JSON.</summary>
    public JsonObject Json(int request) => JsonNode.Parse(Requests[request].Body)!.AsObject();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _hosts!.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var (host, path) = (context.Request.Host.Value!, context.Request.Path.Value!);
        var bearer = context.Request.Headers.Authorization.ToString();
        _seen.Enqueue((host + path, bearer, Encoding.UTF8.GetString(body.ToArray())));
        var answer = host switch
        {
            "sts.googleapis.com" => """{"access_token":"canary-federated","expires_in":3600}""",
            "securetoken.googleapis.com" => """{"access_token":"canary-of-the-pool","expires_in":3600}""",
            "iamcredentials.googleapis.com" when path.EndsWith(":signJwt", StringComparison.Ordinal) =>
                new JsonObject { ["signedJwt"] = SignedJwt }.ToJsonString(),
            "iamcredentials.googleapis.com" => """{"accessToken":"canary-of-the-account","expireTime":"2100-01-01T00:00:00Z"}""",
            _ => """{"payload":{"data":"dmFsdWU="}}""",
        };
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer);
    }
}
