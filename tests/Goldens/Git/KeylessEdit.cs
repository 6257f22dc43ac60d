namespace SecretsKit.Goldens.Git;

/// <summary>Changes of metadata that need no key, as anybody can make them who can write to the repository.</summary>
internal static class KeylessEdit
{
    /// <summary>Adds a recipient to the first age list of a YAML file.</summary>
    public static string Plant(string text, string recipient) =>
        Replace(text, "    age:\n", $"    age:\n        - enc: planted\n          recipient: {recipient}\n");

    /// <summary>Encrypts from now on only what an expression matches.</summary>
    public static string Select(string text, string expression) =>
        Replace(text, "unencrypted_suffix: _unencrypted", $"encrypted_regex: {expression}");

    /// <summary>Writes another number of groups.</summary>
    public static string Threshold(string text, int from, int to) => Replace(text, $"shamir_threshold: {from}", $"shamir_threshold: {to}");

    private static string Replace(string text, string old, string now)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, now, StringComparison.Ordinal);
    }
}
