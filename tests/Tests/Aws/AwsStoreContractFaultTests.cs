using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Aws;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Stores;

namespace SecretsKit.Tests.Aws;

/// <summary>How the store of Secrets Manager fails, as all stores do.</summary>
public sealed class SecretsManagerFaultTests : AwsStoreFaultContract
{
    protected override string Provider => "AWS Secrets Manager";

    protected override string Service => "SecretsManager";

    protected override ServedAnswer Success(ServedRequest request) => ServedAnswer.Kept("""{"SecretString":"value"}""");

    protected override ServedAnswer Missing() => FakeAwsService.Fault("ResourceNotFoundException");
}

/// <summary>How the store of Parameter Store fails, as all stores do.</summary>
public sealed class ParameterStoreFaultTests : AwsStoreFaultContract
{
    protected override string Provider => "AWS Parameter Store";

    protected override string Service => "ParameterStore";

    protected override ServedAnswer Success(ServedRequest request) => ServedAnswer.Kept("""{"Parameter":{"Value":"value"}}""");

    protected override ServedAnswer Missing() => FakeAwsService.Fault("ParameterNotFound");
}

/// <summary>What the stores of AWS have in common there.</summary>
public abstract class AwsStoreFaultContract : StoreFaultContract
{
    private readonly List<AwsStoreBench> _benches = [];
    private readonly TestFolder _folder = new();

    /// <summary>The service in manifests.</summary>
    protected abstract string Service { get; }

    protected override int MostAttempts => 3;

    protected override ISecretStore Create(string url, string? roots, string? proxy)
    {
        var variables = new List<(string, string)>
        {
            ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", Canary), ("AWS_SESSION_TOKEN", Canary),
        };
        if (roots is not null)
        {
            variables.Add(("AWS_CA_BUNDLE", _folder.Write("roots.pem", roots)));
        }

        if (proxy is not null)
        {
            variables.Add(("HTTPS_PROXY", proxy));
        }

        var bench = new AwsStoreBench(url, null, [.. variables]);
        _benches.Add(bench);
        return bench.Create(Service, interval: TimeSpan.FromMilliseconds(5));
    }

    protected override ServedAnswer Error(int status, string headers = "", string? message = null) => FakeAwsService.Fault(
        status switch
        {
            400 => "ValidationException",
            403 => "AccessDeniedException",
            429 => "ThrottlingException",
            _ => "InternalServiceError",
        },
        message is not null ? message : status == 403 ? "User: me is not authorized" : $"reason with {Canary}", $"{status} Failed", headers);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _benches.ForEach(bench => bench.Dispose());
        _folder.Dispose();
    }
}
