using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;
using SecretsKit.Testing.Huawei;
using SecretsKit.Testing.Vault;
using GoogleKms = SecretsKit.Testing.Google.FakeKms;

namespace SecretsKit.Goldens.Verbs;

/// <summary>A repository whose files are for a key of one vendor, with the vendor's server and credentials for it.</summary>
internal sealed class VendorRepository : IDisposable
{
    private const string Arn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

    private readonly List<IDisposable> _servers = [];
    private readonly Action<Func<ServedRequest, ServedAnswer>> _replace;
    private readonly Func<IReadOnlyList<ServedRequest>> _requests;
    private readonly Func<int, string, ServedAnswer> _refusal;

    /// <summary>Starts the server and writes the rule and a file that is not encrypted yet.</summary>
    /// <param name="vendor">aws, vault, google or huawei.</param>
    public VendorRepository(string vendor)
    {
        var rule = "";
        switch (vendor)
        {
            case "aws":
                var aws = Keep(new FakeKms(Arn));
                Set(
                    ("AWS_ENDPOINT_URL", aws.Server.Url), ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"),
                    ("AWS_SECRET_ACCESS_KEY", "canary-aws-secret"), ("AWS_SESSION_TOKEN", "canary-aws-session"));
                (rule, _requests, _replace) = (
                    $"kms: {Arn}", () => aws.Server.Requests, answer => Run.Variables["AWS_ENDPOINT_URL"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => FakeAwsService.Fault("SomeException", words, $"{status} Failed");
                Secrets = ["canary-aws-secret", "canary-aws-session"];
                break;
            case "vault":
                var vault = Keep(new FakeTransit());
                Set(("VAULT_TOKEN", vault.Token));
                (rule, _requests, _replace) = (
                    $"hc_vault_transit_uri: {vault.Url}/v1/transit/keys/orders", () => vault.Requests, answer => vault.Override = answer);
                _refusal = (status, words) => FakeTransit.Error($"{status} Failed", words);
                Secrets = [vault.Token];
                break;
            case "google":
                var google = Keep(new GoogleKms());
                Set([.. google.Variables.Select(pair => (pair.Key, pair.Value))]);
                (rule, _requests, _replace) = ($"gcp_kms: {GoogleKms.Owned}", () => google.Requests,
                    answer => Run.Variables["SOPS_GCP_KMS_ENDPOINT"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => GoogleKms.Error(status, "SOMETHING", words);
                Secrets = ["canary-token"];
                break;
            default:
                var huawei = Keep(new FakeHuaweiKms("own"));
                Set([.. huawei.Variables, ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "canary-huawei-session")]);
                (rule, _requests, _replace) = ("hckms: ['eu-west-101:own']", () => huawei.Requests,
                    answer => Run.Variables["HUAWEICLOUD_SDK_REGION_KMS_EU_WEST_101"] = Keep(new HttpServer(answer)).Url);
                _refusal = (status, words) => ServedAnswer.Kept(
                    $$$"""{"error":{"error_code":"KMS.0000","error_msg":"{{{words}}}"}}""", $"{status} Failed");
                Secrets = [Run.Variables["HUAWEICLOUD_SDK_SK"], "canary-huawei-session"];
                break;
        }

        Run.Write(".sops.yaml", $"creation_rules:\n  - {rule}\n");
        Run.Write("secrets.yaml", $"database:\n  password: {VerbRun.Canary}\nreplicas: 3\n");
    }

    /// <summary>The command line in the folder.</summary>
    public VerbRun Run { get; } = new();

    /// <summary>The credentials, which nothing may show.</summary>
    public IReadOnlyList<string> Secrets { get; }

    /// <summary>What the vendor's own server was asked.</summary>
    public IReadOnlyList<ServedRequest> Requests => _requests();

    /// <summary>Lets something else answer for the vendor from now on.</summary>
    public void Replace(Func<ServedRequest, ServedAnswer> answer) => _replace(answer);

    /// <summary>A failure in the form of the vendor.</summary>
    public ServedAnswer Refusal(int status, string words) => _refusal(status, words);

    /// <inheritdoc/>
    public void Dispose()
    {
        Run.Dispose();
        _servers.ForEach(server => server.Dispose());
    }

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
            Run.Variables[name] = value;
        }
    }
}
