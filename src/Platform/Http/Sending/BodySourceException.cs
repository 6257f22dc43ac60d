namespace SecretsKit.Platform.Http.Sending;

/// <summary>The stream that a caller gave as a body failed; carries the cause through the base library, which wraps it.</summary>
internal sealed class BodySourceException(Exception cause) : IOException("the body cannot be read", cause)
{
    /// <summary>The cause in a chain of wrapped exceptions, or null.</summary>
    public static Exception? CauseIn(Exception failure)
    {
        for (var wrapped = failure; wrapped is not null; wrapped = wrapped.InnerException)
        {
            if (wrapped is BodySourceException)
            {
                return wrapped.InnerException;
            }
        }

        return null;
    }
}
