namespace SecretsKit.Core.Detection;

/// <summary>Finds passwords inside values: <c>scheme://user:password@host</c>, <c>Server=x;Password=y</c>, <c>--password=y</c>.</summary>
internal static class ConnectionStrings
{
    /// <summary>What a value holds, or null.</summary>
    public static NamedValueJudge.Verdict? Judge(ReadOnlySpan<byte> value)
    {
        if (value.Length is < 8 or > SecretValues.LongestValue)
        {
            return null;
        }

        NamedValueJudge.Verdict? best = null;
        for (var at = 0; value[at..].IndexOf("://"u8) is var next and >= 0;)
        {
            at += next + 3;
            best = Worse(best, OfAuthority(value[at..]));
        }

        if (value.IndexOf((byte)'=') > 0)
        {
            best = Worse(best, OfPairs(value));
        }

        return best;
    }

    private static NamedValueJudge.Verdict? OfAuthority(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAny(LetterSets.UrlEnd);
        text = end < 0 ? text : text[..end];
        // A password may hold a slash that nobody escaped; what is behind the last @ before a query is the host.
        var query = text.IndexOf((byte)'?');
        var authority = query < 0 ? text : text[..query];
        var slash = authority.IndexOf((byte)'/');
        var at = (slash < 0 ? authority : authority[..slash]).LastIndexOf((byte)'@');
        if (at <= 0)
        {
            return null;
        }

        var user = authority[..at];
        var colon = user.IndexOf((byte)':');
        if (colon < 0 || colon + 1 >= user.Length)
        {
            return null;
        }

        var password = user[(colon + 1)..];
        var host = authority[(at + 1)..];
        return host.IsEmpty || host.StartsWith("example."u8) || host.IndexOf(".example"u8) >= 0
            ? null
            : OfPassword(password, user[..colon]);
    }

    // By semicolons as in ADO, or by spaces as in libpq and on command lines.
    private static NamedValueJudge.Verdict? OfPairs(ReadOnlySpan<byte> value)
    {
        NamedValueJudge.Verdict? best = null;
        var separators = value.IndexOf((byte)';') >= 0 ? ";"u8 : " \t\r\n"u8;
        foreach (var range in value.SplitAny(separators))
        {
            var pair = value[range].Trim(" \t\"'"u8);
            var equals = pair.IndexOf((byte)'=');
            if (equals <= 0 || pair.Length == value.Trim(" \t\"'"u8).Length && !pair.StartsWith("-"u8))
            {
                continue;
            }

            var name = pair[..equals].TrimStart((byte)'-');
            if (name.IndexOfAny(LetterSets.NotInParameter) < 0
                && SecretNames.Of(name, default) is NameMeaning.Password or NameMeaning.Secret
                && NamedValueJudge.Judge(name, default, pair[(equals + 1)..].Trim("\"'"u8)) is { } verdict)
            {
                best = Worse(
                    best, verdict with { Kind = verdict.Kind == SecretKind.DefaultPassword ? verdict.Kind : SecretKind.ConnectionString });
            }
        }

        return best;
    }

    private static NamedValueJudge.Verdict? OfPassword(ReadOnlySpan<byte> password, ReadOnlySpan<byte> user) =>
        SecretValues.Of(password) switch
    {
        ValueShape.Reference or ValueShape.Placeholder or ValueShape.Prose => null,
        ValueShape.Constant when password.Length < 4 => null,
        ValueShape.Default => new(SecretKind.DefaultPassword, "a password that everybody knows", IsCertain: false),
        _ when password.SequenceEqual(user) => new(SecretKind.DefaultPassword, "a password that equals the user", IsCertain: false),
        _ when password.IndexOf("EXAMPLE"u8) >= 0 => null,
        _ => new(SecretKind.ConnectionString, NamedValueJudge.Length(password), IsCertain: true),
    };

    private static NamedValueJudge.Verdict? Worse(NamedValueJudge.Verdict? one, NamedValueJudge.Verdict? other) =>
        one is null || (other is { } && one.Value.Kind == SecretKind.DefaultPassword) ? other ?? one : one;
}
