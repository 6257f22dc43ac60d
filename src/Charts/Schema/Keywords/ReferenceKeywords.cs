using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;

namespace SecretsKit.Charts.Schema.Keywords;

/// <summary><c>$ref</c>, and dynamic references that lead to nothing dynamic.</summary>
internal sealed class ReferenceKeyword(string name, SchemaNode target) : Keyword
{
    public override void Check(Frame frame) => frame.Follow(target, name);
}

/// <summary><c>$dynamicRef</c> to a <c>$dynamicAnchor</c>: the outermost resource that has the anchor decides.</summary>
internal sealed class DynamicReferenceKeyword(SchemaNode target, string anchor) : Keyword
{
    public override void Check(Frame frame) =>
        frame.Follow(frame.Outermost(resource => resource.DynamicAnchors.GetValueOrDefault(anchor)) ?? target, "$dynamicRef");
}

/// <summary><c>$recursiveRef</c> to a root with <c>$recursiveAnchor</c>: the outermost such root decides.</summary>
internal sealed class RecursiveReferenceKeyword(SchemaNode target) : Keyword
{
    public override void Check(Frame frame) => frame.Follow(frame.Outermost(static resource => resource.RecursiveRoot) ?? target, "$recursiveRef");
}
