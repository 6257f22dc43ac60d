namespace SecretsKit.Kubernetes.Requests;

/// <summary>
/// Takes apart the sentences of API servers about rights: nothing else of their answers says which right it is. Their form has been the
/// same since Kubernetes 1.9.
/// </summary>
internal static class DenialSentence
{
    private const int MaxNameLength = 512;
    private const string WithoutReason = " is forbidden: ";
    private const string RbacReason = " is forbidden: RBAC: ";
    private const string NotHeld = "is attempting to grant RBAC permissions not currently held";

    /// <summary>Reads the sentence about one right.</summary>
    /// <param name="message">What the server said.</param>
    /// <returns>Null for other sentences.</returns>
    public static AccessDeniedCause? Read(string message)
    {
        var rest = message.AsSpan();
        if (Take(ref rest, "User \"", "\" cannot ") is not { Length: <= MaxNameLength } user
            || Take(ref rest, "", " resource \"") is not { } verb || !IsName(verb)
            || Take(ref rest, "", "\" in API group \"") is not { } resource || !IsName(resource)
            || Take(ref rest, "", "\" ") is not { } group || (group.Length > 0 && !IsName(group)))
        {
            return null;
        }

        var place = rest.StartsWith("at the cluster scope") ? "" : Take(ref rest, "in the namespace \"", "\"");
        return place is not null && (place.Length == 0 || IsName(place)) ? new(user, verb, group, resource, place) : null;
    }

    /// <summary>Whether it is the one about a patch or a replacement that would make its object, which names no right.</summary>
    public static bool IsAboutCreation(string message) =>
        message.EndsWith(WithoutReason, StringComparison.Ordinal) || message.Contains(RbacReason, StringComparison.Ordinal);

    /// <summary>Whether it is the one about rights that are given and not held.</summary>
    public static bool IsAboutRightsNotHeld(string message) => message.Contains(NotHeld, StringComparison.Ordinal);

    // What is between two words; the first is looked for, and nothing before an empty one is passed over.
    private static string? Take(ref ReadOnlySpan<char> rest, string before, string after)
    {
        var start = rest.IndexOf(before) is var at and >= 0 ? at + before.Length : -1;
        var length = start < 0 ? -1 : rest[start..].IndexOf(after);
        if (length < 0)
        {
            return null;
        }

        var text = rest.Slice(start, length).ToString();
        rest = rest[(start + length + after.Length)..];
        return text;
    }

    private static bool IsName(string text) => text.Length is > 0 and <= MaxNameLength
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.' or '/');
}
