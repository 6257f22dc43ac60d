namespace SecretsKit.Templating.Errors;

/// <summary>What is wrong with a template, where there is advice on what to do about it.</summary>
public enum TemplateFault
{
    /// <summary>The text breaks another rule of the grammar.</summary>
    Syntax,

    /// <summary>The text ends inside a block: an <c>{{ end }}</c> is missing.</summary>
    MissingEnd,

    /// <summary>An <c>{{ end }}</c> or <c>{{ else }}</c> that belongs to no block.</summary>
    UnexpectedEnd,

    /// <summary>An action or a quoted text that does not end.</summary>
    Unclosed,

    /// <summary>A word that is no function. The name is the word.</summary>
    UnknownFunction,

    /// <summary>No template has the name.</summary>
    UnknownTemplate,

    /// <summary>The evaluator refuses for another reason.</summary>
    Evaluation,

    /// <summary>A field of something that is not there. The name is the field.</summary>
    NilPointer,

    /// <summary>A field that the value's type has not. The name is the field.</summary>
    UnknownField,

    /// <summary>An argument of a type that the function does not take. The name is the type that it takes.</summary>
    WrongType,

    /// <summary>Values of different types are compared.</summary>
    Comparison,

    /// <summary>A template includes itself without end. The name is the template's.</summary>
    EndlessInclude,

    /// <summary>A function refuses for another reason. The name is the function's.</summary>
    Function,

    /// <summary>A bound of ours on steps, output or depth.</summary>
    Limit,
}
