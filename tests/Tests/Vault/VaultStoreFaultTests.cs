using System.Text;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Stores;
using SecretsKit.Testing.Vault;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Vault;

/// <summary>How the store of Vault fails, as all stores do.</summary>
public class VaultStoreFaultTests : StoreFaultContract
{
    private readonly List<VaultFixture> _fixtures = [];

    protected override string Provider => "Vault";

    /// <summary>The kind of the store.</summary>
    protected virtual string Kind => "vault";

    protected override ISecretStore Create(string url, string? roots, string? proxy)
    {
        var fixture = proxy is null ? new VaultFixture() : new VaultFixture(("HTTPS_PROXY", proxy));
        _fixtures.Add(fixture);
        var bundle = roots is null ? "" : $",\"caBundle\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(roots))}\"";
        return fixture.Store(
            VaultFixture.WithToken(url, ",\"path\":\"secret\"" + bundle),
            new GivenReferences { ["default/vault/token"] = Canary },
            TimeSpan.FromMilliseconds(5), 2, Kind);
    }

    protected override ServedAnswer Success(ServedRequest request) => ServedAnswer.Kept("""{"data":{"data":{"k":"value"}}}""");

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) => FakeTransit.Error(
        $"{status} Failed", message is not null ? message : status == 403 ? "1 error occurred:\n\t* permission denied\n\n" : $"reason with {Canary}", headers);

    protected override ServedAnswer Missing() => ServedAnswer.Kept("""{"errors":[]}""", "404 Not Found");

    protected override ServedAnswer Prepared(ServedRequest request) =>
        request.Method == "PUT" ? ServedAnswer.Kept("", "204 No Content") : Missing();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _fixtures.ForEach(fixture => fixture.Dispose());
    }
}

/// <summary>The same of the kind that is named after OpenBao.</summary>
public sealed class OpenBaoStoreFaultTests : VaultStoreFaultTests
{
    protected override string Kind => "openBao";

    protected override bool MissingIsAFailure => true;
}
