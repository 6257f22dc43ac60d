using SecretsKit.Testing;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// A GnuPG home with test keys for a <see cref="Workbench"/>. Its agent already runs, so that no traced
/// command starts a daemon and waits for it.
/// </summary>
internal sealed class BenchGpg : IAsyncDisposable
{
    private static readonly string Keys = Path.Combine(Checkout.Root, "tests", "Goldens", "testdata", "sops", "keys", "pgp");
    private readonly Workbench _bench;

    private BenchGpg(Workbench bench, string fingerprint) => (_bench, Fingerprint) = (bench, fingerprint);

    /// <summary>Of the primary key.</summary>
    public string Fingerprint { get; }

    public static async Task<BenchGpg> StartAsync(Workbench bench, string name)
    {
        var home = Directory.CreateDirectory(
            Path.Combine(bench.Home, "g"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        bench.Set("GNUPGHOME", home.FullName);
        await RunAsync(bench, "gpg", "--batch", "--quiet", "--import", Path.Combine(Keys, name + ".asc"));
        await RunAsync(bench, "gpg-connect-agent", "/bye");
        var listing = await RunAsync(bench, "gpg", "--batch", "--with-colons", "--list-secret-keys");
        return new(bench, listing.Split('\n').First(line => line.StartsWith("fpr:", StringComparison.Ordinal)).Split(':')[9]);
    }

    public async ValueTask DisposeAsync() => await RunAsync(_bench, "gpgconf", "--kill", "all");

    private static async Task<string> RunAsync(Workbench bench, string program, params string[] arguments)
    {
        var run = await bench.RunAsync(program, arguments);
        Assert.True(run.ExitCode == 0, run.ErrorText);
        return run.OutputText;
    }
}
