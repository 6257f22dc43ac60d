using System.Text;
using System.Text.Json;
using SecretsKit.Providers.Huawei;

namespace SecretsKit.Tests.Huawei;

/// <summary>Each recorded exchange of the reference is a vector: method, path, headers and body with the signature that was sent.</summary>
public sealed class HuaweiSignerTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "cloud");

    public static IEnumerable<TheoryDataRow<string>> Vectors =>
        SecretsKit.Testing.GoldenRows.Names(Folder, "huawei.jsonl").Select(name => new TheoryDataRow<string>(name));

    [Theory, MemberData(nameof(Vectors))]
    public void Signs_as_the_reference_does(string name)
    {
        var request = SecretsKit.Testing.GoldenRows.Read(Folder, name).GetProperty("request");
        var headers = request.GetProperty("headers").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!);
        var expected = headers["authorization"];
        headers.Remove("authorization");
        var credential = new HuaweiCredential(
            "HWEXAMPLEACCESSKEY01", "hwExampleSecretKey0123456789", headers.GetValueOrDefault("x-security-token", ""));
        var body = request.GetProperty("body").GetRawText().Replace("\": ", "\":", StringComparison.Ordinal)
            .Replace("\", ", "\",", StringComparison.Ordinal) + "\n";
        Assert.Equal(expected, HuaweiSigner.Sign(credential, request.GetProperty("method").GetString()!,
            request.GetProperty("path").GetString()!, headers, Encoding.UTF8.GetBytes(body), headers["x-sdk-date"]));
    }
}
