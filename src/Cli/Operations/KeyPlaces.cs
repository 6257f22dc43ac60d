using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Providers.Age;

namespace SecretsKit.Cli.Operations;

/// <summary>What is in a place where age keys are looked for.</summary>
internal enum KeyPlaceState
{
    /// <summary>The variable is not set, or the usual file is not there.</summary>
    Absent,

    /// <summary>A variable names a file that is not there.</summary>
    Missing,

    /// <summary>It cannot be read, or holds no identities.</summary>
    Unusable,

    /// <summary>It is behind a passphrase: what it holds is not known without asking.</summary>
    Protected,

    /// <summary>A command that was not run.</summary>
    Command,

    /// <summary>Identities.</summary>
    Found,
}

/// <summary>A place where age keys are looked for.</summary>
/// <param name="Name">The variable, or the file.</param>
/// <param name="State">What is there.</param>
/// <param name="Words">The same in a clause that names variable and file. Never what a variable with a key holds.</param>
internal sealed record KeyPlace(string Name, KeyPlaceState State, string Words)
{
    /// <summary>The public keys, as far as they are known.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];
}

/// <summary>
/// All places where sops looks for age keys, in its order (spec sops.md 7.3). No command is run, and no passphrase is asked for.
/// </summary>
internal static class KeyPlaces
{
    /// <summary>The variable that names a file of identities.</summary>
    internal const string KeyFile = "SOPS_AGE_KEY_FILE";

    private const string Key = "SOPS_AGE_KEY";
    private const int MostTypos = 2;
    private const string SshFile = "SOPS_AGE_SSH_PRIVATE_KEY_FILE";

    /// <summary>What is wrong with a key that somebody named, or null where nothing is.</summary>
    public static string? Broken(CliHost host) =>
        Of(host).FirstOrDefault(place => place.State is KeyPlaceState.Missing or KeyPlaceState.Unusable)?.Words;

    /// <summary>Looks.</summary>
    public static IReadOnlyList<KeyPlace> Of(CliHost host)
    {
        List<KeyPlace> places = [];
        Variable(host, SshFile, value => places.Add(SshKey(host, SshFile, value, named: true)), places);
        Variable(host, "SOPS_AGE_SSH_PRIVATE_KEY_CMD", _ => places.Add(Command("SOPS_AGE_SSH_PRIVATE_KEY_CMD")), places);
        if (host.Environment.HomeDirectory is { } home)
        {
            places.Add(SshKey(host, "", Path.Join(home, ".ssh", "id_ed25519"), named: false));
            places.Add(SshKey(host, "", Path.Join(home, ".ssh", "id_rsa"), named: false));
        }

        Variable(host, Key, value => places.Add(Identities(Key, Encoding.UTF8.GetBytes(value), Key)), places);
        Variable(host, KeyFile, value => places.Add(File(host, KeyFile, value)), places);
        Variable(host, "SOPS_AGE_KEY_CMD", _ => places.Add(Command("SOPS_AGE_KEY_CMD")), places);
        if (host.Environment.UserConfigDirectory is not null)
        {
            places.Add(File(host, "", UserKeys.DefaultPath(host.Environment)));
        }

        return places;
    }

    private static void Variable(CliHost host, string name, Action<string> add, List<KeyPlace> places)
    {
        if (host.Environment.Variable(name) is { Length: > 0 } value)
        {
            add(value);
        }
        else
        {
            var misspelt = name != KeyFile ? null : host.Environment.Variables.Keys.Where(IsNearlyKeyFile).Min(StringComparer.Ordinal);
            places.Add(new(name, KeyPlaceState.Absent, misspelt is null
                ? $"{name} is not set" : DisplayText.Message($"{name} is not set ({misspelt} is, and is not read)")));
        }
    }

    private static bool IsNearlyKeyFile(string name) =>
        name == "AGE_KEY_FILE" || (name != KeyFile && EditDistance.Of(name.ToUpperInvariant(), KeyFile) <= MostTypos);

    private static KeyPlace Command(string name) => new(name, KeyPlaceState.Command, $"{name} names a command");

    private static KeyPlace File(CliHost host, string variable, string path)
    {
        var name = variable.Length > 0 ? variable : path;
        var subject = variable.Length > 0 ? DisplayText.Message($"{variable} names {path}, which") : DisplayText.Message($"{path}");
        if (!System.IO.File.Exists(host.Environment.ResolvePath(path)))
        {
            return variable.Length == 0
                ? new(name, KeyPlaceState.Absent, $"{subject} does not exist")
                : new(name, KeyPlaceState.Missing, Missing(host, variable, path) ?? $"{subject} does not exist");
        }

        try
        {
            var place = Identities(name, FileReader.Read(host.Environment, path), subject);
            return place.State != KeyPlaceState.Found || variable.Length == 0 ? place
                : place with { Words = DisplayText.Message($"{variable} names {path}") };
        }
        catch (SecretsKitException failure)
        {
            return new(name, KeyPlaceState.Unusable, $"{subject} cannot be read: {failure.Problem}");
        }
    }

    // What a shell would have read otherwise, and people wrote into a file or in quotes.
    private static string? Missing(CliHost host, string variable, string path)
    {
        if (path.StartsWith('~'))
        {
            return DisplayText.Message($"{variable} is {path}: only a shell reads ~ as the home folder, and not in quotes; write $HOME");
        }

        if (path.Contains('$', StringComparison.Ordinal))
        {
            return DisplayText.Message($"{variable} is {path}: no shell put a value in place of the variable; write \"double quotes\"");
        }

        if (path.Length > 1 && path[0] is '"' or '\'' && path[^1] == path[0])
        {
            return DisplayText.Message($"{variable} is {path}, and the quotes are taken for a part of the name: leave them out");
        }

        return System.IO.Directory.Exists(host.Environment.ResolvePath(path))
            ? DisplayText.Message($"{variable} names {path}, which is a folder: name the file in it")
            : AgeKeygen.LooksLikeIdentity(path) ? $"{variable} takes the name of a file, and holds a key itself: {Key} takes keys" : null;
    }

    private static KeyPlace Identities(string name, byte[] text, string subject)
    {
        try
        {
            return AgeKeygen.IsProtected(text)
                ? new(name, KeyPlaceState.Protected, $"{subject} is behind a passphrase")
                : new(name, KeyPlaceState.Found, subject) { Recipients = AgeKeygen.KnownRecipientsOf(text) };
        }
        catch (AgeException failure)
        {
            var reason = text is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] ? "it is UTF-16: save it as UTF-8"
                : name == Key && text is [(byte)'/' or (byte)'~' or (byte)'.', ..]
                ? $"it begins like the name of a file, which {KeyFile} takes"
                : text.AsSpan().TrimStart(" \r\n"u8).StartsWith("-----BEGIN OPENSSH PRIVATE KEY"u8)
                ? $"it is a private SSH key, which {SshFile} takes"
                : text.AsSpan().IndexOf("AGE-SECRET-KEY-1"u8) >= 0
                ? $"{failure.Message}; a key was cut off or mistyped"
                : text.AsSpan().IndexOf("age1"u8) is >= 0 and var at && (at == 0 || text[at - 1] == (byte)'\n')
                ? "it is a public key, and the private one is needed"
                : failure.Message;
            return new(name, KeyPlaceState.Unusable, $"{subject} holds no age identities that can be read: {reason}");
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(text);
        }
    }

    // The public half lies beside the private one.
    private static KeyPlace SshKey(CliHost host, string variable, string path, bool named)
    {
        var name = named ? variable : path;
        var full = host.Environment.ResolvePath(path);
        if (!System.IO.File.Exists(full))
        {
            return named
                ? new(name, KeyPlaceState.Missing, DisplayText.Message($"{variable} names {path}, which does not exist"))
                : new(name, KeyPlaceState.Absent, DisplayText.Message($"{path} does not exist"));
        }

        var words = DisplayText.Message($"{path}");
        try
        {
            return System.IO.File.Exists(full + ".pub")
                && System.IO.File.ReadAllText(full + ".pub").Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is
                    [var type, var key, ..]
                ? new(name, KeyPlaceState.Found, words) { Recipients = [$"{type} {key}"] }
                : new(name, KeyPlaceState.Protected, $"{words} has no public half beside it");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(name, KeyPlaceState.Unusable, $"{words}.pub cannot be read");
        }
    }
}
