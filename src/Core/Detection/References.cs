namespace SecretsKit.Core.Detection;

/// <summary>Values that lead to a secret instead of being one: templates, variables, addresses of stores, ciphertext.</summary>
internal static class References
{
    /// <summary>Whether a value is one.</summary>
    public static bool Is(ReadOnlySpan<byte> value) => IsTemplate(value) || IsAddress(value) || IsCiphertext(value);

    private static bool IsTemplate(ReadOnlySpan<byte> value) =>
        value.IndexOf("{{"u8) >= 0
            || value.IndexOf("}}"u8) >= 0
            || value.IndexOf("${"u8) >= 0
            || value.IndexOf("$("u8) >= 0
            || value.IndexOf("<%"u8) >= 0
        || value.IndexOf("#{"u8) >= 0 || value.IndexOf("$[["u8) >= 0 || value.IndexOf("{%"u8) >= 0
        || IsVariable(value) || IsBetween(value, "%"u8) || IsBetween(value, "@"u8) || IsBetween(value, "__"u8) || IsBetween(value, "@@"u8)
        || value.StartsWith("!"u8) && value.IndexOf((byte)' ') > 0 && char.IsAsciiLetter((char)value[1]);

    private static bool IsVariable(ReadOnlySpan<byte> value) =>
        value.Length > 1 && value[0] == '$' && !char.IsAsciiDigit((char)value[1])
        && value[1..].IndexOfAnyExcept(LetterSets.Variable) < 0
        && (value[1..].IndexOfAnyInRange((byte)'a', (byte)'z') < 0 || value[1..].IndexOf((byte)'_') >= 0)
        || IsNamedPlace(value);

    // $__file{/run/x} of Grafana; $oidc.clientSecret and $github-app:token of Argo CD.
    private static bool IsNamedPlace(ReadOnlySpan<byte> value) =>
        value.StartsWith("$__"u8) && value[^1] == '}' && value.IndexOf((byte)'{') > 0
        || value.Length > 2 && value[0] == '$' && char.IsAsciiLetter((char)value[1])
            && value.IndexOfAny(".:"u8) > 1 && value[1..].IndexOfAnyExcept(LetterSets.Place) < 0
            && SecretNames.NamesASecret(value[(value.LastIndexOfAny(".:"u8) + 1)..]);

    private static bool IsBetween(ReadOnlySpan<byte> value, ReadOnlySpan<byte> mark) =>
        value.Length > 2 * mark.Length + 2 && value.StartsWith(mark) && value.EndsWith(mark)
        && value[mark.Length..^mark.Length].IndexOfAnyExcept(LetterSets.Dotted) < 0;

    private static bool IsAddress(ReadOnlySpan<byte> value) =>
        value.IndexOf("ref+"u8) >= 0 || value.StartsWith("secretref"u8) || value.StartsWith("vault:"u8) || value.StartsWith("op://"u8)
        || value.StartsWith("awssm"u8) || value.StartsWith("awsssm"u8) || value.StartsWith("gcpsm"u8) || value.StartsWith("azurekeyvault"u8)
        || value.StartsWith("arn:"u8)
        || value.StartsWith("ssm:"u8)
        || value.StartsWith("sm://"u8)
        || value.StartsWith("akv://"u8)
        || value.StartsWith("k8s:"u8)
        || value.StartsWith("secret:"u8)
        || value.StartsWith("secret/"u8)
        || value.StartsWith("secrets/"u8)
        || value.StartsWith("secrets."u8)
        || value.StartsWith("file:"u8)
        || value.StartsWith("env:"u8)
        || value.StartsWith("env."u8)
        || value.StartsWith("env("u8)
        || value.StartsWith("keyvault:"u8)
        || value.StartsWith("doppler:"u8) || value.StartsWith("bws:"u8) || value.StartsWith("conjur:"u8) || value.StartsWith("projects/"u8)
        || value.StartsWith("@Microsoft.KeyVault("u8)
        || value.StartsWith("AzureKeyVault("u8)
        || value.StartsWith("var."u8)
        || value.StartsWith("local."u8)
        || value.StartsWith("data."u8)
        || value.StartsWith("module."u8)
        || value.StartsWith("process.env"u8)
        || value.StartsWith("os.environ"u8)
        || value.StartsWith("$."u8) || value.StartsWith("lookup("u8) || value.StartsWith("steps."u8) || value.StartsWith("github."u8);

    private static bool IsCiphertext(ReadOnlySpan<byte> value) =>
        value.StartsWith("ENC["u8) || value.StartsWith("ENC("u8) || value.StartsWith("{cipher}"u8) || value.StartsWith("$ANSIBLE_VAULT"u8)
        || value.StartsWith("-----BEGIN AGE ENCRYPTED FILE"u8)
        || value.StartsWith("-----BEGIN PGP MESSAGE"u8)
        || value.StartsWith("-----BEGIN PKCS7"u8)
        || value.StartsWith("AQICAH"u8) || value.StartsWith("CiQA"u8);
}
