using SecretsKit.Core.Display;

namespace SecretsKit.Core.Errors;

/// <summary>
/// The one root of errors that a person can cause or must know. The message is a lower-case clause that names what and where,
/// never the text of a secret; the advice, if any, is the <see cref="Hint"/>.
/// </summary>
public class SecretsKitException(ErrorCode code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public SecretsKitException(ErrorCode code, MessageText message, Exception? inner = null)
        : this(code, message.ToStringAndClear(), inner)
    {
    }

    /// <summary>What went wrong, for hosts that branch on it.</summary>
    public ErrorCode Code { get; } = code;

    /// <summary>Why, as data, for hints and reports; <see langword="null"/> where nothing depends on more than the code.</summary>
    public FailureCause? Cause { get; init; }

    /// <summary>The causes of this failure and of those that it wraps, the outermost first.</summary>
    public IEnumerable<FailureCause> Causes
    {
        get
        {
            for (Exception? failure = this; failure is not null; failure = failure.InnerException)
            {
                if (failure is SecretsKitException { Cause: { } cause })
                {
                    yield return cause;
                }
            }
        }
    }

    /// <summary>
    /// What is wrong, for people: without the headings and line numbers that a reference tool puts before it. Default the message.
    /// </summary>
    public string Problem
    {
        get => field ?? Message;
        init;
    }

    /// <summary>The same failure in the words of a larger step: its message begins with a prefix; code, cause and hint stay.</summary>
    /// <param name="prefix">What comes before the message, with what separates it.</param>
    public SecretsKitException WithPrefix(string prefix) => new(Code, prefix + Message, this) { Cause = Cause, Hint = Hint };

    /// <summary>The same with a prefix whose inserted texts are escaped: every interpolated string is one.</summary>
    public SecretsKitException WithPrefix(MessageText prefix) => WithPrefix(prefix.ToStringAndClear());

    /// <summary>The next step for the reader, or <see langword="null"/>. One sentence without a full stop.</summary>
    public string? Hint { get; init; }

    /// <summary>The hint of this failure, or else that of the nearest one that it wraps; <see langword="null"/> for none.</summary>
    public string? NearestHint
    {
        get
        {
            var hint = Hint;
            for (var failure = InnerException; hint is null && failure is not null; failure = failure.InnerException)
            {
                hint = (failure as SecretsKitException)?.Hint;
            }

            return hint;
        }
    }
}
