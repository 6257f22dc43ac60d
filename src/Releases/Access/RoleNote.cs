using SecretsKit.Kubernetes.Objects;

namespace SecretsKit.Releases.Access;

/// <summary>What is to be known about a role or binding of the chart: who makes one must hold the rights that it gives.</summary>
/// <param name="Kind">What.</param>
/// <param name="Subject">The role or the binding of the chart.</param>
/// <param name="Role">The role that a binding refers to, as <c>ClusterRole/view</c>; empty for roles.</param>
public sealed record RoleNote(RoleNoteKind Kind, ResourceRef Subject, string Role = "");

/// <summary>What is to be known about a role or binding of a chart.</summary>
public enum RoleNoteKind
{
    /// <summary>The rights that the role gives are among those that were worked out.</summary>
    RightsIncluded,

    /// <summary>
    /// The role gives what can only be held by an administrator's rule (a star, an aggregation, paths that are no resources): the account
    /// needs the verb <c>escalate</c> on it, which is not among the rights that were worked out, or somebody else makes the role.
    /// </summary>
    NeedsEscalation,

    /// <summary>The right to bind the role that the binding refers to is among those that were worked out.</summary>
    BindingIncluded,
}
