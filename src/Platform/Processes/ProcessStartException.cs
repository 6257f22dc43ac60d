using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Processes;

/// <summary>Why a program did not start.</summary>
public enum ProcessStartFailure
{
    /// <summary>There is no such program.</summary>
    NotFound,

    /// <summary>There is a file, and it may not be executed.</summary>
    NotExecutable,

    /// <summary>The system refused: no memory, too many processes, not a program.</summary>
    Refused,
}

/// <summary>A program did not start; nothing of it ran. The code is <see cref="ErrorCode.ProcessFailed"/>.</summary>
public sealed class ProcessStartException(ProcessStartFailure failure, string program, string message)
    : SecretsKitException(ErrorCode.ProcessFailed, message)
{
    /// <summary>The same with a message whose inserted texts are escaped: every interpolated string is one.</summary>
    public ProcessStartException(ProcessStartFailure failure, string program, MessageText message)
        : this(failure, program, message.ToStringAndClear())
    {
    }

    /// <summary>The kind of failure, for callers with a second choice.</summary>
    public ProcessStartFailure Failure { get; } = failure;

    /// <summary>The program as it was asked for.</summary>
    public string Program { get; } = program;
}
