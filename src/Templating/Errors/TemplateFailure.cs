namespace SecretsKit.Templating.Errors;

/// <summary>Where a template's failure comes from; Helm's wording depends on it (spec go-template.md 6.2).</summary>
public enum TemplateFailure
{
    /// <summary>The text is no template.</summary>
    Parsing,

    /// <summary>The evaluator refuses: a nil pointer, a wrong type, a wrong number of arguments, a limit.</summary>
    Evaluation,

    /// <summary>A function or method other than <c>include</c> refuses, or <c>include</c> its recursion.</summary>
    Function,

    /// <summary>There is no template of the name given to <c>include</c>.</summary>
    MissingTemplate,
}
