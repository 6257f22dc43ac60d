namespace SecretsKit.Providers.Aws.Kms;

/// <summary>The name of sessions in which keys are used: the tool and the machine.</summary>
internal static class KmsSessionName
{
    private const int MaxLength = 64;

    /// <summary>
    /// For a machine. The reference keeps letters, digits and <c>=,.</c> and, by a range that it wrote, everything from <c>@</c> to
    /// <c>_</c>: a hyphen is not among them (spec sops.md 7.5).
    /// </summary>
    public static string Of(string machine)
    {
        var name = string.Concat($"sops@{machine}".Where(static letter =>
            char.IsAsciiLetterOrDigit(letter) || letter is '=' or ',' or '.' or (>= '@' and <= '_')));
        return name.Length > MaxLength ? name[..MaxLength] : name;
    }
}
