// A page that the telephone kept, and shows again on *back*, is fetched anew: each press of its
// button gives one card, and the next person must not get that of the one before.

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
