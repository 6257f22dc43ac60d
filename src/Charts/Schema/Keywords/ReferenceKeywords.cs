using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>$ref</c>, and what finds its target while values are checked.</summary>
/// <param name="name">The keyword.</param>
/// <param name="target">What the reference says.</param>
internal class ReferenceKeyword(string name, SchemaNode target) : Keyword
{
    /// <summary>What the reference says.</summary>
    protected SchemaNode Target { get; } = target;

    public sealed override void Check(Frame frame) => frame.Follow(TargetIn(frame), name);

    /// <summary>The schema to check with.</summary>
    protected virtual SchemaNode TargetIn(Frame frame) => Target;
}

/// <summary><c>$dynamicRef</c>: to a <c>$dynamicAnchor</c>, the outermost resource that has the anchor decides.</summary>
/// <param name="target">What the reference says.</param>
/// <param name="anchor">The anchor that it names, or null.</param>
internal sealed class DynamicReferenceKeyword(SchemaNode target, string? anchor) : ReferenceKeyword("$dynamicRef", target)
{
    protected override SchemaNode TargetIn(Frame frame) => anchor is not null && Target.DynamicAnchor == anchor
        ? frame.Outermost(scope => scope.ResourceNode?.DynamicAnchors?.GetValueOrDefault(anchor)) ?? Target
        : Target;
}

/// <summary><c>$recursiveRef</c>: to a schema with <c>$recursiveAnchor</c>, the outermost schema whose resource has one decides.</summary>
internal sealed class RecursiveReferenceKeyword(SchemaNode target) : ReferenceKeyword("$recursiveRef", target)
{
    protected override SchemaNode TargetIn(Frame frame) => Target.IsRecursive
        ? frame.Outermost(static scope => scope.ResourceNode is { IsRecursive: true } ? scope : null) ?? Target
        : Target;
}
