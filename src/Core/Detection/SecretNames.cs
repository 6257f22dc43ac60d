using System.Text;

namespace SecretsKit.Core.Detection;

/// <summary>What the name of a value says about it.</summary>
internal enum NameMeaning
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It may be a secret; the value decides.</summary>
    Hint,

    /// <summary>A token, an API key, a client secret: its value does not look like a word.</summary>
    Secret,

    /// <summary>A password: its value may be any word.</summary>
    Password,
}

/// <summary>
/// Tells from the name of a value whether it is a secret. The last word of a name says what it is (<c>adminPassword</c>, but not
/// <c>passwordFile</c> or <c>tokenTtl</c>), the first one what is done with it (<c>existingSecret</c>, <c>usePassword</c>).
/// </summary>
internal static class SecretNames
{
    private const int LongestName = 120;

    private static readonly string[] Traces = ["pass", "pwd", "secret", "token", "key", "cred", "auth", "psk", "bearer", "pw"];

    private static readonly HashSet<string> Switches = [.. Words(
        "use enable enabled disable disabled has is require required requires allow generate auto automount create existing skip validate "
        + "show hide forgot reset max min num no without external mount")];

    // Words behind the noun that change nothing about it.
    private static readonly HashSet<string> Qualifiers = [.. Words(
        "value values base b plain text plaintext string str literal prod production dev development stage staging test default old new " +
        "current "
        + "primary secondary raw encoded override unencrypted")];

    private static readonly HashSet<string> Passwords = [.. Words(
        "password passwords passwd passphrase passwort pwd pass pw passcode requirepass masterauth masterpass psk")];

    private static readonly HashSet<string> NamesOfSecrets = [.. Words(
        "secret secrets token tokens key keys apikey accesskey secretkey credential credentials")];

    private static readonly HashSet<string> KeyOwners = [.. Words(
        "api secret private encryption encrypt decryption signing auth shared account storage session cookie jwt hmac aes cipher " +
        "preshared unseal "
        + "subscription webhook app master admin service")];

    private static readonly HashSet<string> HintedKeyOwners = [.. Words(
        "access client license licence deploy consumer write ingest integration wrapping host ssh")];

    private static readonly HashSet<string> SecretOwners = [.. Words(
        "client app application shared webhook cookie session jwt oauth oidc consumer signing hmac api hash admin user bot encryption " +
        "internal rpc "
        + "turn state access master cron hook github gitlab slack")];

    // Names of Secret objects are called so.
    private static readonly HashSet<string> ObjectOwners = [.. Words(
        "image pull tls existing cert certificate ca ingress kubernetes kube config external sealed registry docker password passwords " +
        "token pod helm")];

    // What a key of a Secret holds: passwordSecretKey names the key, jwtSecretKey is one.
    private static readonly HashSet<string> HeldBySecrets = [.. Words(
        "password passwords passwd pass user username token cert certificate tls ca credential credentials creds email host url uri port " +
        "key existing name jks keystore truststore file")];

    private static readonly HashSet<string> Joined = [.. Words(
        "apikey apikeys secretkey privatekey encryptionkey signingkey authkey masterkey sharedkey secretaccesskey accountkey storagekey " +
        "appkey")];

    /// <summary>Classifies a name.</summary>
    /// <param name="name">Of the value.</param>
    /// <param name="parent">Of what it is in: counts where the name itself says nothing, as in <c>password: {value: ...}</c>.</param>
    public static NameMeaning Of(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent)
    {
        if (IsNeutral(name))
        {
            name = parent;
        }

        return LeavesTrace(name) ? OfWords(Split(name)) : NameMeaning.None;
    }

    /// <summary>
    /// Whether the value is the key of a Secret: <c>secretKey: password</c> of an ExternalSecret, <c>secretKeys: {admin:
    /// admin-password}</c>, <c>envSecrets: {DB_PASSWORD: db-password}</c>.
    /// </summary>
    public static bool IsKeyOfSecret(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> value)
    {
        var (words, above) = (Split(name), Split(parent));
        var isListed = above is [.., "keys" or "mapping" or "mappings"] or [.., "secret" or "secrets" or "env", "names" or "map" or "refs"]
            or [.., "env" or "environment", "secret" or "secrets" or "from"] or [.., "secret" or "secrets", "env"];
        return words is ["secret", "key"] && above is ["data"]
            ? value.IndexOfAnyExcept(LetterSets.Dotted) < 0 && !Randomness.IsRandom(value)
            : (isListed || words is ["secret", "key"]) && NamesASecret(value);
    }

    /// <summary>Whether a value is a name that says what a secret is: <c>admin-password</c>, <c>DB_PASSWORD</c>, <c>token</c>.</summary>
    internal static bool NamesASecret(ReadOnlySpan<byte> value) => value.Length <= LongestName
        && value.IndexOfAnyExcept(LetterSets.Dotted) < 0
        && Split(value) is [.. var before, var last]
        && (Passwords.Contains(last) || NamesOfSecrets.Contains(last) || EndsWith(last, "password"))
        && before.TrueForAll(word => !char.IsAsciiDigit(word[0]));

    /// <summary>Splits a name into words of lower case: at signs, at capitals and before digits.</summary>
    internal static List<string> Split(ReadOnlySpan<byte> name)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = (char)name[i];
            var before = i > 0 ? (char)name[i - 1] : '\0';
            var isStart = (char.IsAsciiLetterUpper(c)
                && (char.IsAsciiLetterLower(before)
                    || (char.IsAsciiLetterUpper(before) && i + 1 < name.Length && char.IsAsciiLetterLower((char)name[i + 1]))))
                || (char.IsAsciiDigit(c) != char.IsAsciiDigit(before) && i > 0);
            if (!char.IsAsciiLetterOrDigit(c) || isStart)
            {
                Flush(words, word);
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                word.Append(char.ToLowerInvariant(c));
            }
        }

        Flush(words, word);
        return words;
    }

    /// <summary>The words of a list in one text.</summary>
    internal static string[] Words(string list) => list.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static NameMeaning OfWords(List<string> words)
    {
        while (words.Count > 1 && (Qualifiers.Contains(words[^1]) || char.IsAsciiDigit(words[^1][0])))
        {
            words.RemoveAt(words.Count - 1);
        }

        if (words.Count == 0 || (words.Count > 1 && Switches.Contains(words[0])))
        {
            return NameMeaning.None;
        }

        // secretKeyPassword names the key of a Secret that holds a password.
        if (words is [.., "secret", "key", var held] && HeldBySecrets.Contains(held))
        {
            return NameMeaning.None;
        }

        var last = words[^1];
        var owner = words.Count > 1 ? words[^2] : "";
        return last switch
        {
            _ when Passwords.Contains(last) || EndsWith(last, "password") || EndsWith(last, "passwd") || EndsWith(last, "passphrase") =>
                NameMeaning.Password,
            "key" or "keys" => OfKey(owner, words),
            "secret" => OfSecret(owner),
            "id" when owner == "secret" => NameMeaning.Secret,
            "authorization" or "bearer" => NameMeaning.Secret,
            "credential" or "credentials" or "creds" or "auth" or "secrets" or "accesskey" or "licensekey" => NameMeaning.Hint,
            _ when Joined.Contains(last) || EndsWith(last, "token") || EndsWith(last, "tokens") || EndsWith(last, "secret") =>
                NameMeaning.Secret,
            _ => NameMeaning.None,
        };
    }

    private static NameMeaning OfKey(string owner, List<string> words) => owner switch
    {
        "secret" when words.Count > 2 && HeldBySecrets.Contains(words[^3]) => NameMeaning.None,
        "access" when words.Contains("secret") => NameMeaning.Secret,
        _ when KeyOwners.Contains(owner) || Joined.Contains(owner + "key") => NameMeaning.Secret,
        _ when HintedKeyOwners.Contains(owner) => NameMeaning.Hint,
        _ => NameMeaning.None,
    };

    private static NameMeaning OfSecret(string owner) =>
        SecretOwners.Contains(owner) ? NameMeaning.Secret
        : ObjectOwners.Contains(owner) ? NameMeaning.None
        : NameMeaning.Hint;

    private static bool IsNeutral(ReadOnlySpan<byte> name) =>
        name.IsEmpty
            || name.SequenceEqual("value"u8)
            || name.SequenceEqual("values"u8)
            || name.SequenceEqual("plain"u8)
            || name.SequenceEqual("plaintext"u8)
        || name.SequenceEqual("literal"u8) || name.SequenceEqual("stringValue"u8) || name.SequenceEqual("plainText"u8);

    // Most names hold none of these letters, and are done with.
    private static bool LeavesTrace(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > LongestName)
        {
            return false;
        }

        Span<char> lower = stackalloc char[name.Length];
        for (var i = 0; i < name.Length; i++)
        {
            lower[i] = char.ToLowerInvariant((char)name[i]);
        }

        foreach (var trace in Traces)
        {
            if (lower.IndexOf(trace) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool EndsWith(string word, string ending) => word.EndsWith(ending, StringComparison.Ordinal);

    private static void Flush(List<string> words, StringBuilder word)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }
}
