namespace IncidentBot.Core.Times.Grammar;

/// <summary>
/// Reads a phrase at one place: brackets and marks around it, what opens it, one side or two. Of the readings that end at a
/// boundary and may stand there, the longest counts.
/// </summary>
internal ref struct PhraseGrammar(Cursor at, ReadContext context, Place place)
{
    private const int MostOpeners = 4;

    private Cursor _at = at;
    private Phrase _phrase;
    private Phrase _best;
    private int _openers;
    private bool _isLed;
    private ulong _closers;

    public bool TryRead(out Phrase best)
    {
        best = default;
        ReadOpeners();
        if (_openers > 0 && place == Place.AfterText)
        {
            place = Place.Apart;
        }

        var bodyStart = _at.At;
        if (place == Place.Head && TryEpoch())
        {
            best = _best;
            return true;
        }

        _at.At = bodyStart;
        ReadLedOpeners();
        ReadFirst();

        if (_phrase.First.Items > 0 && TryRangeSeparator())
        {
            OfferDayAndLength();
            _phrase.IsRange = true;
            while (SideGrammar.TryItem(ref _at, ref _phrase.Last, context, Lead.Between))
            {
                OfferWithEnding();
            }
        }
        else if (_phrase.First.Items == 0 && _at.TryTake(Sense.Vague))
        {
            _phrase.First.Vague = true;
            Offer();
        }

        best = _best;
        return best.End > 0;
    }

    /// <summary>The first side. Since, from and between may come behind the day: <c>on Friday between 1pm and 4pm</c>.</summary>
    private void ReadFirst()
    {
        if (AgoGrammar.TryRead(ref _at, ref _phrase.First, Lead.None))
        {
            _phrase.First.Items = 1;
            OfferWithEnding();
        }
        else
        {
            ReadLead();
        }

        while (SideGrammar.TryItem(ref _at, ref _phrase.First, context, _phrase.Lead, isLed: _isLed && _phrase.First.Items == 0) || TryLeadBehind())
        {
            OfferWithEnding();
        }
    }

    private bool TryLeadBehind()
    {
        var (start, lead) = (_at.At, _phrase.Lead);
        if (_phrase is { Lead: Lead.None or Lead.Point, First: { HasClock: false, IsInstant: false, Items: > 0 } })
        {
            _ = _at.TryChar(',');
            if (_at.TryGap())
            {
                ReadLead();
                if (_phrase.Lead != Lead.None && SideGrammar.TryItem(ref _at, ref _phrase.First, context, _phrase.Lead, isLed: true))
                {
                    return true;
                }
            }
        }

        (_at.At, _phrase.Lead) = (start, lead);
        return false;
    }

    private bool TryEpoch()
    {
        _ = _at.TryChar('@');
        if (!MarkupGrammar.TryEpoch(ref _at, ref _phrase.First, context))
        {
            return false;
        }

        Offer();
        _phrase = default;
        return _best.End > 0;
    }

    /// <summary><c>[</c>, <c>(</c>, <c>*</c> and their like belong to the phrase if they are closed behind it.</summary>
    private void ReadOpeners()
    {
        while (_openers < MostOpeners && Brackets.Closer(_at.Current) is var closer and not '\0' && _at.Peek(1) is not (' ' or '\0'))
        {
            _closers = (_closers << 16) | closer;
            _openers++;
            _at.At++;
        }
    }

    /// <summary><c>at *10:30*</c>: the preposition stands before the marks.</summary>
    private void ReadLedOpeners()
    {
        var start = _at.At;
        _isLed = _openers == 0 && (_at.TryTake(Sense.At) || _at.TryTake(Sense.On) || _at.TryTake(Sense.About)) && _at.TryGap() && Brackets.Closer(_at.Current) != '\0';
        if (_isLed)
        {
            ReadOpeners();
        }
        else
        {
            _at.At = start;
        }
    }

    private bool TryClosers(ref int end)
    {
        var closers = _closers;
        for (var i = 0; i < _openers; i++, closers >>= 16)
        {
            if (end >= _at.Text.Length || _at.Text[end] != (char)(closers & 0xFFFF))
            {
                return false;
            }

            end++;
        }

        return true;
    }

    private void ReadLead()
    {
        foreach (var (sense, lead) in (ReadOnlySpan<(Sense, Lead)>)[(Sense.Between, Lead.Between), (Sense.Since, Lead.Since), (Sense.From, Lead.From), (Sense.Until, Lead.Until)])
        {
            var start = _at.At;
            while (_at.TryTake(Sense.About))
            {
                _phrase.First.Approximate = true;
                _at.SkipBlank();
            }

            // "desde hace 5 min", "da 10 minuti", "fino alle": what says more goes first.
            if (_at.TrySee(sense, out var word) && !(_at.TrySee(Sense.SinceLength, out var length) && length.End > word.End)
                && !(_at.TrySee(Sense.AgoBefore, out var ago) && ago.End > word.End) && !(_at.TrySee(Sense.Now, out var now) && now.End > word.End)
                && !(_at.TrySee(Sense.Day, out var day) && day.End > word.End) && !(_at.TrySee(Sense.Part, out var part) && part.End > word.End)
                && !(_at.TrySee(Sense.About, out var about) && about.End > word.End))
            {
                _at.At = word.End;
                if (_at.TryGap())
                {
                    _phrase.Lead = lead;
                    return;
                }
            }

            _at.At = start;
            _phrase.First.Approximate = false;
        }
    }

    /// <summary><c>今日から4日</c>: so many days from a day on.</summary>
    private void OfferDayAndLength()
    {
        var (start, ahead) = (_at.At, _phrase.First.Ahead);
        if (!_phrase.First.HasClock && LengthGrammar.TryRead(ref _at, out _))
        {
            _phrase.First.Ahead = true;
            Offer();
        }

        (_at.At, _phrase.First.Ahead) = (start, ahead);
    }

    private bool TryRangeSeparator()
    {
        var start = _at.At;
        var before = _at.SkipBlank();
        if (_at.Current is '-' or '–' or '~' or '→')
        {
            var arrow = _at.Current == '-' && _at.Peek(1) == '>';
            _at.At += arrow ? 2 : 1;
            var after = _at.SkipBlank();
            (_phrase.Dashed, _phrase.Spaced) = (true, before || after);
            return before == after;
        }

        // As ISO 8601 writes an interval of two dated times; else it is a fraction or a path.
        if (_phrase.First is { HasClock: true, Day.Form: DayForm.Date } && _at.TryChar('/') && _at.SkipBlank() == before)
        {
            return true;
        }

        _ = _at.TryChar(',') && _at.SkipBlank();
        if (_at.TryTake(Sense.To) || _at.TryTake(Sense.Until) || (_phrase.Lead == Lead.Between && _at.TryTake(Sense.And)))
        {
            if (_at.TryGap())
            {
                return true;
            }
        }

        _at.At = start;
        return false;
    }

    /// <summary>Offers the phrase as it is, and with what some languages write behind: <c>から</c>, <c>まで</c>, <c>开始</c>, <c>に</c>.</summary>
    private void OfferWithEnding()
    {
        Offer();
        var (start, lead) = (_at.At, _phrase.Lead);
        _ = _at.SkipBlank();
        var since = _at.TryTake(Sense.SinceAfter);
        var until = !since && _at.TryTake(Sense.UntilAfter);
        since |= lead is Lead.From or Lead.Since && _at.TryTake(Sense.StartsAfter);
        var clings = _at.SeesAny(ClockGrammar.Bit(Sense.Clings));
        var after = _at.At;
        if (since || until || (_at.TryTake(Sense.AtAfter) && (!clings || _at.AtEnd || _at.At - after > 1)))
        {
            _phrase.Lead = _phrase.IsRange ? lead : since ? Lead.Since : until ? Lead.Until : lead;
            Offer();
        }

        _at.At = start;
        _phrase.Lead = lead;
        if (_at.TryTake(Sense.AboutAfter))
        {
            _phrase.First.Approximate = true;
            Offer();
            _at.At = start;
        }
    }

    private void Offer()
    {
        var end = _at.At;
        if (!TryClosers(ref end))
        {
            return;
        }

        var side = _phrase.IsRange ? _phrase.Last : _phrase.First;
        var whole = place == Place.Head && Boundary.EndsText(_at.Text, end);
        if ((place == Place.Head ? Boundary.Follows(_at, end, side, closed: _openers > 0) : Boundary.EndsText(_at.Text, end))
            && Acceptance.Holds(_phrase, place, whole, new Following(_at, end)))
        {
            _best = _phrase;
            _best.End = end;
        }
    }
}
