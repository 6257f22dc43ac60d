using SecretsKit.Core.Crypto;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Signing;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Aws;

/// <summary>A home folder and an environment in which credentials of AWS are looked for.</summary>
internal sealed class ChainBench : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Dictionary<string, string> _variables;
    private readonly List<HttpConnections> _connections = [];

    public ChainBench(params (string Name, string Value)[] variables)
    {
        _variables = new()
        {
            ["HOME"] = _folder.Path,
            ["PATH"] = "/usr/bin:/bin",
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
        foreach (var (name, value) in variables)
        {
            Set(name, value);
        }
    }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public string Home => _folder.Path;

    public void Set(string name, string? value)
    {
        if (value is null)
        {
            _variables.Remove(name);
        }
        else
        {
            _variables[name] = value;
        }
    }

    /// <summary>Writes a file of the home folder.</summary>
    public string Write(string path, string text)
    {
        var full = Path.Combine(Home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>The identity of the environment as it is now, or of a profile.</summary>
    public IAwsCredentials Identity(string profile = "")
    {
        var environment = new HostEnvironment(_variables, Home);
        var connections = new HttpConnections(environment, Clock);
        _connections.Add(connections);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), RandomSource.System, Clock);
        return new AwsIdentities(host, new AwsClient(host, AwsReview.Policy with { FirstDelay = TimeSpan.FromMilliseconds(1) }))
            .Of(profile, "");
    }

    public ValueTask<AwsCredentials> GetAsync(string profile = "") => Identity(profile).GetAsync(TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _connections.ForEach(connections => connections.Dispose());
        _folder.Dispose();
    }
}
