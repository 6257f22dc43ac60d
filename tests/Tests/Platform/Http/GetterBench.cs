using SecretsKit.Core.Errors;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;

namespace SecretsKit.Tests.Platform.Http;

/// <summary>Sends requests as a program with these variables would.</summary>
internal static class GetterBench
{
    public static HttpGet Request(string url, int maxBytes = 1024) =>
        new(HttpUrl.Parse(url)) { UserAgent = "Test/1.0", MaxBytes = maxBytes };

    public static Task<HttpGetResponse> GetAsync(HttpGet request, params (string Name, string Value)[] variables) =>
        GetAsync(request, TestContext.Current.CancellationToken, variables);

    public static Task<HttpGetResponse> GetAsync(HttpGet request, CancellationToken ct, params (string Name, string Value)[] variables)
    {
        var environment = new HostEnvironment(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value)), "/");
        return new HttpGetter(environment, TimeProvider.System).GetAsync(request, ct);
    }

    public static Task<HttpGetResponse> GetAsync(string url) => GetAsync(Request(url));

    /// <summary>The message of a request that fails.</summary>
    public static async Task<string> FailureAsync(HttpGet request, params (string Name, string Value)[] variables) =>
        (await Assert.ThrowsAsync<SecretsKitException>(() => GetAsync(request, variables))).Message;

    public static Task<string> FailureAsync(string url) => FailureAsync(Request(url));
}
