using SecretsKit.Goldens.Sops;
using SecretsKit.Goldens.Verbs;

namespace SecretsKit.Goldens.Signing;

/// <summary>A folder with an age key, two SSH keys to sign with, and lists of signers.</summary>
internal sealed class SigningRun : IDisposable
{
    public const string Variable = "SECRETSKIT_SIGNING_KEY";
    public const string Signers = ".secretskit-signers";

    public SigningRun()
    {
        foreach (var name in new[] { "id_ed25519", "id_rsa" })
        {
            File.Copy(Key(name), Path.Combine(Run.Home, name));
            File.Copy(Key(name) + ".pub", Path.Combine(Run.Home, name + ".pub"));
        }
    }

    public VerbRun Run { get; } = new VerbRun().WithKey();

    /// <summary>The line of a list that allows a key.</summary>
    public static string Line(string principals, string key = "id_ed25519", string options = "") =>
        $"{principals} {options} {PublicKey(key)}\n";

    public static string PublicKey(string key) => string.Join(' ', File.ReadAllText(Key(key) + ".pub").Split(' ').Take(2)).Trim();

    /// <summary>From here on files are signed with this key, or with none.</summary>
    public SigningRun With(string? key)
    {
        Run.Variables.Remove(Variable);
        if (key is not null)
        {
            Run.Variables[Variable] = Path.Combine(Run.Home, key);
        }

        return this;
    }

    /// <summary>From here on alice must have signed.</summary>
    public SigningRun WithList(string key = "id_ed25519", string options = "")
    {
        Run.Write(Signers, Line("alice@example.com", key, options));
        return this;
    }

    /// <summary>Makes an encrypted file, signed if a key is set.</summary>
    public async Task<string> EncryptAsync(string name, string plain)
    {
        Run.Write(name, plain);
        var result = await Run.RunAsync("enc", name);
        Assert.True(result.Exit == 0, result.ErrorText);
        return Run.Read(name);
    }

    public async Task<SopsResult> RunAsync(params string[] words) => await Run.RunAsync(words);

    /// <summary>What the check of signatures says of a file: the name of a finding.</summary>
    public async Task<string> StatusAsync(string name, params string[] options)
    {
        var result = await Run.RunAsync(["filestatus", "-o", "json", .. options, name]);
        Assert.True(result.Exit == 0, result.ErrorText);
        using var json = System.Text.Json.JsonDocument.Parse(result.OutputText);
        return json.RootElement.GetProperty("signature").GetProperty("status").GetString()!;
    }

    public void Dispose() => Run.Dispose();

    private static string Key(string name) => Path.Combine(SopsRows.Folder("sops"), "keys", "ssh", name);
}
