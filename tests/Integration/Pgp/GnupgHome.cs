using SecretsKit.Platform;
using SecretsKit.Platform.Processes;
using SecretsKit.Testing;

namespace SecretsKit.Integration.Pgp;

/// <summary>A GnuPG home of its own with test keys in it. Its path is short: gpg puts sockets there.</summary>
public sealed class GnupgHome : IAsyncDisposable
{
    private static readonly string Keys = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "sops", "keys", "pgp");
    private readonly TestFolder _folder = new();

    private GnupgHome() =>
        Environment = HostEnvironment.FromProcess().WithVariables([KeyValuePair.Create<string, string?>("GNUPGHOME", _folder.Path)]);

    public HostEnvironment Environment { get; }

    public ProcessRunner Runner { get; } = new();

    public static async Task<GnupgHome> WithKeysAsync(params string[] names)
    {
        var home = new GnupgHome();
        foreach (var name in names)
        {
            await home.RunAsync("gpg", "--batch", "--quiet", "--import", Path.Combine(Keys, name + ".asc"));
        }

        return home;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("gpgconf", "--kill", "all");
        _folder.Dispose();
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        using var result = await Runner.RunAsync(
            new() { Program = program, Arguments = arguments, Environment = Environment }, CancellationToken.None);
        Assert.True(result.Succeeded, System.Text.Encoding.UTF8.GetString(result.Error.Span));
    }
}
