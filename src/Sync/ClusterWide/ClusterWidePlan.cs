using SecretsKit.Core.Data;

namespace SecretsKit.Sync.ClusterWide;

/// <summary>What is done in one namespace.</summary>
/// <param name="Namespace">Which.</param>
/// <param name="Action">What.</param>
/// <param name="Name">The object that is written or deleted; empty where it is about the namespace itself.</param>
/// <param name="Wanted">The object as it should be; null unless it is written.</param>
/// <param name="Uid">The identifier of what is deleted: another of that name stays.</param>
internal sealed record NamespaceStep(string Namespace, NamespaceAction Action, string Name = "", MapValue? Wanted = null, string Uid = "");

/// <summary>What is done in a namespace.</summary>
internal enum NamespaceAction
{
    /// <summary>The object is there already, as it should be.</summary>
    None,

    /// <summary>The object is made.</summary>
    Create,

    /// <summary>The object is replaced, in the state that was read.</summary>
    Update,

    /// <summary>The object is deleted.</summary>
    Delete,

    /// <summary>The namespace gets the finalizer.</summary>
    Hold,

    /// <summary>The namespace loses the finalizer.</summary>
    Release,
}

/// <summary>What is done for an object of the whole cluster, before it is done.</summary>
/// <param name="Steps">In order.</param>
/// <param name="Provisioned">The namespaces that have the object once the steps are done.</param>
/// <param name="Failed">Why namespaces do not.</param>
internal sealed record ClusterWidePlan(
    IReadOnlyList<NamespaceStep> Steps, IReadOnlyList<string> Provisioned, IReadOnlyDictionary<string, string> Failed);
