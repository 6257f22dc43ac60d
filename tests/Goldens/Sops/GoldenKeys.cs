using System.Diagnostics;


namespace SecretsKit.Goldens.Sops;

/// <summary>
/// The test keys, and a gpg home per set of secret keys: all public keys are always there. Homes live in short temporary folders,
/// because an agent's socket path may not exceed 108 bytes. Dispose ends their agents.
/// </summary>
public sealed class GoldenKeys : IDisposable
{
    private static readonly string Keys = Path.Combine(SopsRows.Folder("sops"), "keys");
    private readonly Dictionary<string, string> _homes = [];
    private readonly Lock _gate = new();

    /// <summary>The variables that give a run these identities (a1, a2, a3, pq, ed, rsa, p1, p2, p3).</summary>
    internal Dictionary<string, string> Variables(IReadOnlyList<string> identities)
    {
        var variables = new Dictionary<string, string>();
        var ages = identities.Where(id => id is "a1" or "a2" or "a3" or "pq").ToArray();
        if (ages.Length > 0)
        {
            variables["SOPS_AGE_KEY"] = string.Join("\n", ages.Select(Identity));
        }

        if (identities.FirstOrDefault(id => id is "ed" or "rsa") is { } ssh)
        {
            variables["SOPS_AGE_SSH_PRIVATE_KEY_FILE"] = Path.Combine(Keys, "ssh", ssh == "ed" ? "id_ed25519" : "id_rsa");
        }

        variables["SOPS_GPG_EXEC"] = GpgWrapper([.. identities.Where(id => id is "p1" or "p2" or "p3").Order()]);
        return variables;
    }

    /// <summary>The secret line of an age identity file.</summary>
    internal static string Identity(string name) =>
        File.ReadLines(Path.Combine(Keys, "age", name + ".txt"))
            .First(line => line.StartsWith("AGE-SECRET-KEY-", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var home in _homes.Values)
        {
            Run("gpgconf", home, "--kill", "all");
            Directory.Delete(home, recursive: true);
        }
    }

    private string GpgWrapper(string[] secretKeys)
    {
        lock (_gate)
        {
            var set = string.Join('+', secretKeys);
            if (!_homes.TryGetValue(set, out var home))
            {
                home = _homes[set] = Directory.CreateTempSubdirectory("skg").FullName;
                File.SetUnixFileMode(home, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                Run(
                    "gpg",
                    home,
                    ["--batch", "--quiet", "--import", .. new[] { "p1", "p2", "p3" }.Select(
                        name => Path.Combine(Keys, "pgp", name + ".public.asc"))]);
                if (secretKeys.Length > 0)
                {
                    Run(
                        "gpg",
                        home,
                        ["--batch", "--quiet", "--import", .. secretKeys.Select(name => Path.Combine(Keys, "pgp", name + ".secret.asc"))]);
                }

                var wrapper = Path.Combine(home, "gpg");
                File.WriteAllText(wrapper, $"#!/bin/sh\nGNUPGHOME='{home}' exec gpg \"$@\"\n");
                File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            return Path.Combine(home, "gpg");
        }
    }

    private static void Run(string program, string home, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["GNUPGHOME"] = home;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 && program == "gpg")
        {
            throw new InvalidOperationException("gpg could not import the test keys: " + error.GetAwaiter().GetResult());
        }
    }
}
