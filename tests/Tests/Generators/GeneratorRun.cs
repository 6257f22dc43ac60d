using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Tests.Generators;

/// <summary>Runs a generator of a kind with settings in JSON.</summary>
internal static class GeneratorRun
{
    /// <summary>What it makes.</summary>
    public static async Task<SecretMap> RunAsync(
        string kind, string spec, GivenReferences? references = null, TimeProvider? clock = null)
    {
        var environment = new HostEnvironment([], "/");
        using var connections = new HttpConnections(environment, TimeProvider.System);
        var host = new ProviderHost(environment, connections, new ProcessRunner(), KernelRandom.Fill, clock ?? TimeProvider.System);
        var generator = SecretGenerators.Create(
            kind, GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!, new("g", false, "team", references ?? new(), host));
        return await generator.GenerateAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>One value of what it makes.</summary>
    public static async Task<string> ValueAsync(string kind, string spec, string key) =>
        (await RunAsync(kind, spec))[key]!.RevealText();
}
