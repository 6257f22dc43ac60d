using SecretsKit.Core.Errors;

namespace SecretsKit.Kubernetes.Requests;

/// <summary>A user lacks a right.</summary>
/// <param name="User">The user, as the server knows them; empty where it does not say.</param>
/// <param name="Verb">What they may not, as <c>create</c>.</param>
/// <param name="Group">The group of the resource; empty for the core group.</param>
/// <param name="Resource">The plural name, of a part of objects with a slash.</param>
/// <param name="Namespace">The namespace; empty for the whole cluster.</param>
public sealed record AccessDeniedCause(string User, string Verb, string Group, string Resource, string Namespace) : FailureCause
{
    /// <summary>Reads it.</summary>
    /// <param name="request">What was refused.</param>
    /// <param name="status">What the server said.</param>
    /// <returns>Null where it is about something else: a quota, a policy, a namespace that is being deleted.</returns>
    public static AccessDeniedCause? Read(ApiRequest request, ApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(status);
        return !status.IsForbidden ? null
            : DenialSentence.Read(status.Message)
                ?? (IsCreation(request, status)
                    ? new("", "create", status.Group, status.Kind, RequestPath.NamespaceOf(request.Path))
                    : null);
    }

    // A patch or a replacement that would make the object needs the right to create it; servers refuse that without a sentence.
    private static bool IsCreation(ApiRequest request, ApiStatus status) =>
        (request.Method == HttpMethod.Patch || request.Method == HttpMethod.Put) && status.Kind.Length > 0
        && DenialSentence.IsAboutCreation(status.Message);
}

/// <summary>A user tried to give rights by a role or a binding that they do not have themselves.</summary>
/// <param name="Resource">The plural name of what was to be written: <c>roles</c>, <c>clusterrolebindings</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record RightsNotHeldCause(string Resource, string Name) : FailureCause
{
    /// <summary>Reads it.</summary>
    /// <param name="status">What a server said.</param>
    /// <returns>Null where it is about something else.</returns>
    public static RightsNotHeldCause? Read(ApiStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.IsForbidden && DenialSentence.IsAboutRightsNotHeld(status.Message) ? new(status.Kind, status.Name) : null;
    }
}
