using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Requests;
using SecretsKit.Releases.Access;
using SecretsKit.Releases.Waiting;
using SecretsKit.Releases.Waiting.Rules;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>
/// Hints at what a server does not allow: rights that an account lacks, with the rule that gives them, and namespaces that are going.
/// </summary>
internal static class AccessHints
{
    /// <summary>The hint, or null.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context) =>
        causes.First<AccessDeniedCause>() is { } denied ? Denied(denied, context)
        : causes.First<RightsNotHeldCause>() is { } given ? NotHeld(given, context)
        : causes.First<NamespaceEndingCause>() is { } ending ? Ending(ending)
        : causes.First<WaitCause>() is { } wait ? Unreadable(wait, context)
        : null;

    private static string Denied(AccessDeniedCause denied, HintContext context) =>
        $"{(denied.User.Length > 0 ? DisplayText.Field(denied.User) : "the account")} lacks the verb {denied.Verb} on "
        + $"{new AccessRight(denied.Verb, denied.Group, denied.Resource).QualifiedResource} {Place(denied.Namespace)}; "
        + Advice(denied.Namespace, denied.Group, denied.Resource, denied.Verb) + Check(context);

    private static string NotHeld(RightsNotHeldCause given, HintContext context) =>
        $"a server lets nobody give rights that they do not have: {DisplayText.Field(given.Resource)} {DisplayText.Field(given.Name)} "
        + "gives such; an administrator makes it, or gives the account the same rights" + Check(context);

    private static string Ending(NamespaceEndingCause ending) =>
        $"the namespace {DisplayText.Field(ending.Namespace)} is being deleted: deploy again, with --create-namespace, when it is gone; "
        + $"if it stays, the conditions in 'kubectl get namespace {DisplayText.Field(ending.Namespace)} -o yaml' say what holds it";

    // Objects that cannot be followed are known only by not being ready: the server's refusals are no failures of the wait.
    private static string? Unreadable(WaitCause wait, HintContext context) =>
        wait.Snapshot.Pending.FirstOrDefault(item => item.Readiness.Cause == ReadinessCause.NotReadable)?.Reference is { } item
        && BuiltInKinds.Find(item.ApiVersion, item.Kind) is { } kind
            ? $"the account lacks the verbs list and watch on {new AccessRight("", kind.Group, kind.Name).QualifiedResource} "
                + $"{Place(item.Namespace)}, so it cannot see whether they are ready; "
                + Advice(item.Namespace, kind.Group, kind.Name, "get, list, watch") + Check(context)
            : null;

    private static string Place(string @namespace) => @namespace.Length == 0 ? "in the whole cluster" : $"in the namespace {@namespace}";

    private static string Advice(string @namespace, string group, string resource, string verbs) =>
        $"an administrator adds this rule to its {(@namespace.Length == 0 ? "ClusterRole" : "Role")}: "
        + $"{{apiGroups: [\"{group}\"], resources: [{resource}], verbs: [{verbs}]}}";

    private static string Check(HintContext context) => context.Arguments is [var release, var chart]
        ? $"; 'secretskit pipeline rbac check {DisplayText.Field(release)} {DisplayText.Field(chart)}' with the same namespace and "
            + "values finds all that are missing"
        : "; 'secretskit pipeline rbac check RELEASE CHART' finds all that are missing";
}
