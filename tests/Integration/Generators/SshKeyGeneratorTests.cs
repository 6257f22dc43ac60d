using System.Text;
using SecretsKit.Core.Data.Json;
using SecretsKit.Platform;
using SecretsKit.Platform.Http.Connections;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Registration;
using SecretsKit.Providers.Stores;
using SecretsKit.Testing;
using SecretsKit.Testing.Stores;

namespace SecretsKit.Integration.Generators;

/// <summary>ssh-keygen reads the key pairs that are made.</summary>
public sealed class SshKeyGeneratorTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ProcessRunner _runner = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{}", "ssh-rsa", 2048, "")]
    [InlineData("""{"keyType":"rsa","keySize":3072,"comment":"ops"}""", "ssh-rsa", 3072, "ops")]
    [InlineData("""{"keyType":"ecdsa","comment":"ops@example.com"}""", "ecdsa-sha2-nistp256", 256, "ops@example.com")]
    [InlineData("""{"keyType":"ecdsa","keySize":384}""", "ecdsa-sha2-nistp384", 384, "")]
    [InlineData("""{"keyType":"ecdsa","keySize":521}""", "ecdsa-sha2-nistp521", 521, "")]
    [InlineData("""{"keyType":"ed25519","comment":"c d"}""", "ssh-ed25519", 256, "c d")]
    public async Task A_private_key_is_that_of_its_public_key(string spec, string type, int bits, string comment)
    {
        var made = await MakeAsync(spec);
        var (secret, open) = (made["privateKey"]!.RevealText(), made["publicKey"]!.RevealText());
        Assert.Matches("^-----BEGIN OPENSSH PRIVATE KEY-----\n([A-Za-z0-9+/=]{1,64}\n)+-----END OPENSSH PRIVATE KEY-----\n$", secret);
        var path = _folder.Write("key", secret);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var read = (await KeygenAsync("-y", "-P", "", "-f", path)).Split(' ');
        Assert.Equal([type, open.Split(' ')[1].TrimEnd()], [.. read.Take(2).Select(word => word.TrimEnd())]);
        Assert.Equal($"{type} {read[1].TrimEnd()}{(comment.Length > 0 ? " " + comment : "")}\n", open);
        Assert.StartsWith($"{bits} SHA256:", await KeygenAsync("-l", "-f", _folder.Write("key.pub", open)), StringComparison.Ordinal);
        Assert.NotEqual(open, (await MakeAsync(spec))["publicKey"]!.RevealText());
    }

    [Theory]
    [InlineData("""{"keyType":"dsa"}""", "expected rsa, ecdsa or ed25519")]
    [InlineData("""{"keySize":512}""", "expected 1024 to 8192 bits")]
    [InlineData("""{"keyType":"ecdsa","keySize":512}""", "expected 256, 384 or 521 bits")]
    [InlineData("""{"comment":"a\nssh-rsa AAAA"}""", "may not hold line breaks")]
    public async Task Settings_that_no_key_has_are_refused(string spec, string problem)
    {
        var failure = await Assert.ThrowsAsync<ProviderException>(() => MakeAsync(spec));
        Assert.Equal(ProviderFault.InvalidSettings, failure.Failure.Fault);
        Assert.Contains(problem, failure.Message, StringComparison.Ordinal);
    }

    private async Task<SecretMap> MakeAsync(string spec)
    {
        var environment = new HostEnvironment([], "/");
        using var connections = new HttpConnections(environment, TimeProvider.System);
        var host = new ProviderHost(environment, connections, _runner, KernelRandom.Fill, TimeProvider.System);
        return await SecretGenerators
            .Create("SSHKey", GoJson.Parse(Encoding.UTF8.GetBytes(spec)).AsMap!, new("g", false, "team", new GivenReferences(), host))
            .GenerateAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> KeygenAsync(params string[] words)
    {
        using var result = await _runner.RunAsync(
            new ProcessRequest { Program = "ssh-keygen", Arguments = words, Environment = HostEnvironment.FromProcess() },
            TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded, Encoding.UTF8.GetString(result.Error.Span));
        return Encoding.UTF8.GetString(result.Output.Span);
    }
}
