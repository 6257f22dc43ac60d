using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Azure;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Huawei;
using SecretsKit.Testing.Vault;
using GoogleKms = SecretsKit.Testing.Google.FakeKms;

namespace SecretsKit.Testing.Vendors;

/// <summary>The server of a vendor's keys, credentials for it, and the rule that names one of its keys.</summary>
public sealed class VendorServer : IDisposable
{
    private const string Arn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

    private readonly List<IDisposable> _servers = [];
    private readonly Action<Func<ServedRequest, ServedAnswer>> _replace;
    private readonly Func<IReadOnlyList<ServedRequest>> _requests;
    private readonly Func<int, string, ServedAnswer> _refusal;

    /// <summary>Starts it.</summary>
    /// <param name="vendor">aws, vault, google, huawei or azure.</param>
    /// <param name="folder">Where files are written that variables name.</param>
    public VendorServer(string vendor, string folder)
    {
        switch (vendor)
        {
            case "aws":
                var aws = Keep(new FakeKms(Arn));
                Set(
                    ("AWS_ENDPOINT_URL", aws.Server.Url), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
                    ("AWS_SECRET_ACCESS_KEY", "canary-aws-secret"), ("AWS_SESSION_TOKEN", "canary-aws-session"));
                (Rule, _requests, _replace) = (
                    $"kms: {Arn}", () => aws.Server.Requests,
                    answer => Variables["AWS_ENDPOINT_URL"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => FakeAwsService.Fault("SomeException", words, $"{status} Failed");
                (Unsent, Sent) = (["canary-aws-secret"], ["canary-aws-session"]);
                break;
            case "vault":
                var vault = Keep(new FakeTransit());
                Set(("VAULT_TOKEN", vault.Token));
                (Rule, _requests, _replace) = (
                    $"hc_vault_transit_uri: {vault.Url}/v1/transit/keys/orders", () => vault.Requests, answer => vault.Override = answer);
                _refusal = (status, words) => FakeTransit.Error($"{status} Failed", words);
                Sent = [vault.Token];
                break;
            case "google":
                var google = Keep(new GoogleKms());
                Set([.. google.Variables.Select(pair => (pair.Key, pair.Value))]);
                (Rule, _requests, _replace) = ($"gcp_kms: {GoogleKms.Owned}", () => google.Requests,
                    answer => Variables["SOPS_GCP_KMS_ENDPOINT"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => GoogleKms.Error(status, "SOMETHING", words);
                Sent = ["canary-token"];
                break;
            case "huawei":
                var huawei = Keep(new FakeHuaweiKms("own"));
                Set([.. huawei.Variables, ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "canary-huawei-session")]);
                (Rule, _requests, _replace) = ("hckms: ['eu-west-101:own']", () => huawei.Requests,
                    answer => Variables["HUAWEICLOUD_SDK_REGION_KMS_EU_WEST_101"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => ServedAnswer.Kept(
                    $$$"""{"error":{"error_code":"KMS.0000","error_msg":"{{{words}}}"}}""", $"{status} Failed");
                (Unsent, Sent) = ([Variables["HUAWEICLOUD_SDK_SK"]], ["canary-huawei-session"]);
                break;
            default:
                var azure = Keep(new FakeAzureKeys());
                var authority = Path.Combine(folder, "authority.pem");
                File.WriteAllText(authority, azure.AuthorityPem);
                Set([
                    .. FakeAzureKeys.Client.Select(pair => (pair.Key, pair.Value)),
                    ("HTTPS_PROXY", azure.ProxyUrl), ("SSL_CERT_FILE", authority)]);
                (Rule, _requests, _replace) = (
                    $"azure_keyvault: {FakeAzureKeys.Vault}/keys/sops/1",
                    () => [.. azure.Requests.Where(request => request.Target.StartsWith("/keys/", StringComparison.Ordinal))],
                    answer => azure.Instead = request =>
                        request.Target.StartsWith("/keys/", StringComparison.Ordinal) && request.Header("Authorization") is not null
                            ? answer(request) : null);
                _refusal = (status, words) => ServedAnswer.Kept(
                    $$$"""{"error":{"code":"Something","message":"{{{words}}}"}}""", $"{status} Failed");
                Sent = [FakeAzureKeys.Secret, azure.Token];
                break;
        }
    }

    /// <summary>All vendors.</summary>
    public static IReadOnlyList<string> Vendors { get; } = ["aws", "vault", "google", "huawei", "azure"];

    /// <summary>What a client needs to know.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The key, as a rule of <c>.sops.yaml</c> names it.</summary>
    public string Rule { get; }

    /// <summary>Credentials that go to the server, and nowhere else.</summary>
    public IReadOnlyList<string> Sent { get; }

    /// <summary>Credentials that sign requests, and go nowhere.</summary>
    public IReadOnlyList<string> Unsent { get; } = [];

    /// <summary>What the vendor's own server was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _requests();

    /// <summary>Lets something else answer from now on; variables may change.</summary>
    public void Replace(Func<ServedRequest, ServedAnswer> answer) => _replace(answer);

    /// <summary>A failure in the form of the vendor.</summary>
    public ServedAnswer Refusal(int status, string words) => _refusal(status, words);

    /// <inheritdoc/>
    public void Dispose() => _servers.ForEach(server => server.Dispose());

    private T Keep<T>(T server)
        where T : IDisposable
    {
        _servers.Add(server);
        return server;
    }

    private void Set(params (string Name, string Value)[] variables)
    {
        foreach (var (name, value) in variables)
        {
            Variables[name] = value;
        }
    }
}
