/* Fields that offer names while one types: data-send-as="q" asks with that parameter instead of the field's own name,
   data-day-of="held_on" adds the day of that field, since units have dates. */
(function () {
  "use strict";
  document.addEventListener("htmx:configRequest", function (event) {
    const field = event.detail.elt;
    if (!field.dataset || !field.dataset.sendAs) return;
    const asked = { [field.dataset.sendAs]: field.value };
    const day = field.dataset.dayOf && field.form && field.form.elements[field.dataset.dayOf];
    if (day && day.value) asked.on = day.value;
    Object.keys(event.detail.parameters).forEach(function (name) { delete event.detail.parameters[name]; });
    Object.assign(event.detail.parameters, asked);
  });
})();
