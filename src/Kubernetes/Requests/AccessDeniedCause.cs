using System.Text.RegularExpressions;
using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>A user lacks a right. Servers say which only in their sentence, whose form has been the same since Kubernetes 1.9.</summary>
/// <param name="User">The user, as the server knows them; empty where it does not say.</param>
/// <param name="Verb">What they may not, as <c>create</c>.</param>
/// <param name="Group">The group of the resource; empty for the core group.</param>
/// <param name="Resource">The plural name, of a part of objects with a slash.</param>
/// <param name="Namespace">The namespace; empty for the whole cluster.</param>
public sealed partial record AccessDeniedCause(string User, string Verb, string Group, string Resource, string Namespace) : FailureCause
{
    private const string WithoutReason = " is forbidden: ";
    private const string RbacReason = " is forbidden: RBAC: ";
    private const string Namespaces = "namespaces";

    /// <summary>Reads it.</summary>
    /// <param name="request">What was refused.</param>
    /// <param name="status">What the server said.</param>
    /// <returns>Null where it is about something else: a quota, a policy, a namespace that is being deleted.</returns>
    public static AccessDeniedCause? Read(ApiRequest request, ApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        return !status.IsForbidden ? null
            : Sentence().Match(status.Message) is { Success: true, Groups: var parts }
                ? new(parts["user"].Value, parts["verb"].Value, parts["group"].Value, parts["resource"].Value, parts["namespace"].Value)
            : IsCreation(request, status) ? new("", "create", status.Group, status.Kind, NamespaceOf(request.Path))
            : null;
    }

    // A patch or a replacement that would make the object needs the right to create it; servers refuse that without a sentence.
    private static bool IsCreation(ApiRequest request, ApiStatus status) =>
        (request.Method == HttpMethod.Patch || request.Method == HttpMethod.Put) && status.Kind.Length > 0
        && (status.Message.EndsWith(WithoutReason, StringComparison.Ordinal)
            || status.Message.Contains(RbacReason, StringComparison.Ordinal));

    private static string NamespaceOf(string path)
    {
        var parts = path.Split('/');
        var at = Array.IndexOf(parts, Namespaces);
        return at >= 0 && at + 2 < parts.Length ? Uri.UnescapeDataString(parts[at + 1]) : "";
    }

    [GeneratedRegex(
        "User \"(?<user>[^\"\\\\]{0,512})\" cannot (?<verb>[a-z]{1,32}) resource \"(?<resource>[a-z0-9./-]{1,253})\" in API group "
        + "\"(?<group>[a-z0-9.-]{0,253})\" (at the cluster scope|in the namespace \"(?<namespace>[a-z0-9.-]{1,253})\")",
        RegexOptions.CultureInvariant)]
    private static partial Regex Sentence();
}

/// <summary>A user tried to give rights by a role or a binding that they do not have themselves.</summary>
/// <param name="Resource">The plural name of what was to be written: <c>roles</c>, <c>clusterrolebindings</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record RightsNotHeldCause(string Resource, string Name) : FailureCause
{
    private const string Sentence = "is attempting to grant RBAC permissions not currently held";

    /// <summary>Reads it.</summary>
    /// <param name="status">What a server said.</param>
    /// <returns>Null where it is about something else.</returns>
    public static RightsNotHeldCause? Read(ApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.IsForbidden && status.Message.Contains(Sentence, StringComparison.Ordinal) ? new(status.Kind, status.Name) : null;
    }
}
